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

void write_nested_script(const std::string& path) {
    try {
        torch::jit::Module part("__torch__.Part"), net("__torch__.Net");
        const at::Tensor weight = torch::ones({3, 4}).t();
        part.register_parameter("weight", weight, false);
        part.register_buffer("again", weight.select(0, 1));
        part.register_buffer("empty", torch::zeros({0, 3}));
        part.define("def forward(self, x: Tensor, k: int = 2, sides: List[int] = [1, 2], y: Optional[Tensor] = None):\n"
                    "    if y is not None:\n        x = x + y\n"
                    "    return torch.sum(x) * k + torch.sum(self.weight) + torch.sum(self.again) + sides[1]\n");
        net.register_module("part", part);
        net.register_module("0", part);
        net.register_attribute("sides", c10::ListType::ofInts(), c10::List<std::int64_t>({1, 2, 3}));
        net.register_attribute("none", c10::OptionalType::create(c10::TensorType::get()), c10::IValue());
        c10::Dict<std::string, double> rates;
        rates.insert("a", 0.5);
        net.register_attribute("rates", c10::DictType::create(c10::StringType::get(), c10::FloatType::get()), rates);
        net.define("def forward(self, x: Tensor):\n    z = self.part.forward(x, self.sides[0])\n"
                   "    n = self.none\n    if n is not None:\n        z = z + n\n"
                   "    a, b = (z, self.rates[\"a\"])\n    return a * b\n");
        net.save(path);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        std::abort();
    }
}

} // namespace touchstone::test
