// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/style/ramps.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace touchstone::ui {
namespace {

// Ten evenly spaced colours of each ramp (Nuñez et al. 2018, cividis; van der Walt and Smith 2015, viridis); linear in
// between, which stays within two steps of 255 of the full tables.
constexpr std::array<QRgb, 10> kCividis{0xff00224e, 0xff123570, 0xff3b496c, 0xff575d6d, 0xff707173,
                                        0xff8a8678, 0xffa59c74, 0xffc3b369, 0xffe1cc55, 0xfffee838};
constexpr std::array<QRgb, 10> kViridis{0xff440154, 0xff482878, 0xff3e4989, 0xff31688e, 0xff26828e,
                                        0xff1f9e89, 0xff35b779, 0xff6ece58, 0xffb5de2b, 0xfffde725};
constexpr std::array<QRgb, 10> kGrey{0xff000000, 0xff1c1c1c, 0xff393939, 0xff555555, 0xff717171,
                                     0xff8e8e8e, 0xffaaaaaa, 0xffc6c6c6, 0xffe3e3e3, 0xffffffff};

const std::array<QRgb, 10>& table(Ramp ramp) {
    switch (ramp) {
    case Ramp::Viridis:
        return kViridis;
    case Ramp::Grey:
        return kGrey;
    case Ramp::Cividis:
        break;
    }
    return kCividis;
}

} // namespace

QRgb rampColour(Ramp ramp, double fraction) {
    const auto& colours = table(ramp);
    const double position = std::clamp(fraction, 0.0, 1.0) * static_cast<double>(colours.size() - 1);
    const auto first = std::min(static_cast<std::size_t>(position), colours.size() - 2);
    const double t = position - static_cast<double>(first);
    const auto mix = [t](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * t)); };
    const QRgb low = colours[first];
    const QRgb high = colours[first + 1];
    return qRgb(mix(qRed(low), qRed(high)), mix(qGreen(low), qGreen(high)), mix(qBlue(low), qBlue(high)));
}

} // namespace touchstone::ui
