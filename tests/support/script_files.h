// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

namespace touchstone::test {

/// A TorchScript file as torch.jit.save writes it: a class with a convolution's weights `weight` [4,3,3,3] and `bias`
/// [4] (0.01·n) and these methods, in TorchScript's language. Stops the program when Torch does not take them.
void write_script(const std::string& path, const std::vector<std::string>& methods);

/// forward() that gives the mean of what rgb01 planes hold, times 100.
extern const char* const mean_brightness;

/// A network of modules in modules, with lists, dictionaries, defaults and views of one storage. Of a photo of ones
/// with 16 pixels it says 32.5.
void write_nested_script(const std::string& path);

} // namespace touchstone::test
