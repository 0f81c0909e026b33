// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/support/script_files.h"

#include <cstdio>
#include <cstdlib>

#include <torch/script.h>
#include <torch/torch.h>

namespace touchstone::test {

const char* const mean_brightness = R"(
def forward(self, x):
    return torch.mean(x) * 100.0
)";

void write_script(const std::string& path, const std::vector<std::string>& methods) {
    try {
        torch::jit::Module net("__torch__.Net");
        net.register_parameter("weight", torch::arange(108, torch::kFloat).reshape({4, 3, 3, 3}) * 0.01, false);
        net.register_parameter("bias", torch::arange(4, torch::kFloat) * 0.01, false);
        for (const std::string& method : methods)
            net.define(method);
        net.save(path);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        std::abort();
    }
}

} // namespace touchstone::test
