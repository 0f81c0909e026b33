// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/fault_names.h"

#include <QCoreApplication>
#include <QLocale>

namespace touchstone::ui {

namespace {

struct Fault {
    Q_DECLARE_TR_FUNCTIONS(Fault)
};

} // namespace

QString faultKindName(imaging::Distortion kind) {
    using enum imaging::Distortion;
    switch (kind) {
    case GaussianBlur:
        return Fault::tr("Gaussian blur");
    case LensBlur:
        return Fault::tr("lens blur");
    case MotionBlur:
        return Fault::tr("motion blur");
    case ColorDiffusion:
        return Fault::tr("colours that ran");
    case ColorShift:
        return Fault::tr("shifted colours");
    case ColorQuantisation:
        return Fault::tr("too few colours");
    case SaturationHsv:
        return Fault::tr("faded colours");
    case SaturationLab:
        return Fault::tr("oversaturated colours");
    case Jpeg2000:
        return Fault::tr("JPEG 2000 compression");
    case Jpeg:
        return Fault::tr("JPEG compression");
    case WhiteNoise:
        return Fault::tr("white noise");
    case YcbcrNoise:
        return Fault::tr("colour noise");
    case ImpulseNoise:
        return Fault::tr("salt-and-pepper noise");
    case MultiplicativeNoise:
        return Fault::tr("speckle noise");
    case Denoise:
        return Fault::tr("traces of denoising");
    case Brighten:
        return Fault::tr("brightening");
    case Darken:
        return Fault::tr("darkening");
    case MeanShift:
        return Fault::tr("shifted brightness");
    case Jitter:
        return Fault::tr("jittered pixels");
    case PatchDisplacement:
        return Fault::tr("displaced patches");
    case Pixelate:
        return Fault::tr("pixelation");
    case Quantisation:
        return Fault::tr("too few brightness levels");
    case ColorBlock:
        return Fault::tr("blocks of colour");
    case Sharpen:
        return Fault::tr("oversharpening");
    case Contrast:
        return Fault::tr("changed contrast");
    case ResizeBicubic:
    case ResizeBilinear:
    case ResizeNearest:
    case ResizeLanczos:
        return Fault::tr("enlarging");
    }
    return {};
}

QString faultName(const reiqa::FaultClass& fault) {
    if (!fault.kind)
        return Fault::tr("an undistorted photo");
    //: %1 a kind of fault, "motion blur"; %2 a number from 1 to 5
    return Fault::tr("%1, level %2 of 5").arg(faultKindName(*fault.kind), QLocale().toString(fault.level));
}

} // namespace touchstone::ui
