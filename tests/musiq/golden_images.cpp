// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/musiq/golden_images.h"

#include <QImage>

#include "tests/support/formula_images.h"
#include "tests/support/shared_data.h"

namespace touchstone::test {

RgbImage golden_image(const nlohmann::json& golden_case) {
    const std::string name = golden_case.at("image");
    const int width = golden_case.at("width"), height = golden_case.at("height");
    if (name.starts_with("formulaA_"))
        return formula_a(width, height);
    const QImage png =
        QImage(QString::fromStdString(shared_path("golden/" + name))).convertToFormat(QImage::Format_RGB888);
    RgbImage image(Size{png.width(), png.height()});
    for (int y = 0; y < png.height(); ++y)
        std::copy_n(png.constScanLine(y), 3 * static_cast<std::size_t>(png.width()), image.row(y));
    return image;
}

musiq::Flavour golden_flavour(const nlohmann::json& golden_case) {
    return golden_case.at("flavour") == "google" ? musiq::Flavour::Google : musiq::Flavour::Pyiqa;
}

std::string golden_label(const nlohmann::json& golden_case) {
    return golden_case.at("image").get<std::string>() + " " + golden_case.at("flavour").get<std::string>();
}

} // namespace touchstone::test
