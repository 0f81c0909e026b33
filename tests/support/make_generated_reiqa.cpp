// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Writes a pair of Re-IQA encoders of generated weights, for trying the program where no trained ones are at hand. They
// have learnt nothing.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/support/generated_reiqa.h"

using namespace touchstone;

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::fputs(
            "make_generated_reiqa FOLDER [STEM_WIDTH]   (default 64, ResNet-50; narrower ones get one block a stage)\n",
            stderr);
        return 2;
    }
    reiqa::TrunkConfig config;
    if (argc == 3) {
        config.stem_width = std::atoi(argv[2]);
        if (config.stem_width < 1 || config.stem_width > 64)
            return 2;
        if (config.stem_width < 64)
            config.blocks = {1, 1, 1, 1};
    }
    std::filesystem::create_directories(argv[1]);
    std::puts(test::write_generated_reiqa(argv[1], config).c_str());
    return 0;
}
