// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/output.h"

#include <algorithm>
#include <cmath>

namespace touchstone::musiq {

Output read_output(std::span<const float> logits) {
    Output output;
    output.logits.assign(logits.begin(), logits.end());
    if (output.logits.size() == 1) {
        output.value = output.logits[0];
        return output;
    }
    const double top = *std::max_element(output.logits.begin(), output.logits.end());
    double sum = 0;
    for (const double logit : output.logits)
        sum += output.distribution.emplace_back(std::exp(logit - top));
    for (std::size_t k = 0; k < output.distribution.size(); ++k) {
        output.distribution[k] /= sum;
        output.value += static_cast<double>(k + 1) * output.distribution[k];
    }
    double variance = 0;
    for (std::size_t k = 0; k < output.distribution.size(); ++k)
        variance += output.distribution[k] * std::pow(static_cast<double>(k + 1) - output.value, 2);
    output.standard_deviation = std::sqrt(variance);
    return output;
}

TokenAttention read_attention(std::span<const float> row) {
    return {row.front(), {row.begin() + 1, row.end()}};
}

} // namespace touchstone::musiq
