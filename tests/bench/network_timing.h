// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <torch/torch.h>
#include <unistd.h>

/// What the benchmarks of networks share: seconds on the clock, and PyTorch's side at its best.
namespace touchstone::bench {

template <class Work>
double seconds_of(Work work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

template <class Work>
double median_seconds(int runs, Work work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i)
        times.push_back(seconds_of(work));
    return median(times);
}

/// Times of several ways to do the same, which take turns, so that all of them see the same load from other programs.
class Turns {
public:
    explicit Turns(std::size_t ways)
        : times_(ways) {}
    template <class Work>
    void run(std::size_t way, Work work) {
        times_[way].push_back(seconds_of(work));
    }
    double median_of(std::size_t way) const { return median(times_[way]); }

private:
    std::vector<std::vector<double>> times_;
};

/// Seconds of a product as in an MLP, by the BLAS that Torch calls.
inline double blas_seconds() {
    const c10::InferenceMode inference;
    const at::Tensor a = at::rand({1024, 384}), b = at::rand({384, 1152});
    at::matmul(a, b);
    return median_seconds(9, [&] { at::matmul(a, b); });
}

/// OpenBLAS misjudges processors newer than itself; the comparison is with PyTorch at its best. So this program, when
/// nobody has set OPENBLAS_CORETYPE, tries each kernel in a process of its own and starts itself again with the
/// fastest. Returns in that process.
inline void restart_with_best_blas(char** arguments) {
    constexpr const char* probe = "--probe-blas";
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    if (arguments[1] && std::strcmp(arguments[1], probe) == 0) {
        std::printf("%.9f\n", blas_seconds());
        std::exit(0);
    }
    if (std::getenv(variable))
        return;
    char self[4096] = {};
    if (readlink("/proc/self/exe", self, sizeof self - 1) <= 0)
        return;
    std::string command = "'", best;
    command += self;
    command += "' ";
    command += probe;
    double least = 1e9;
    std::vector<const char*> kernels{"Haswell"};
    if (__builtin_cpu_supports("avx512f"))
        kernels.insert(kernels.end(), {"SkylakeX", "Cooperlake", "Sapphirerapids"});
    for (const char* kernel : kernels) {
        setenv(variable, kernel, 1);
        std::FILE* answer = popen(command.c_str(), "r");
        double seconds = 0;
        if (answer && std::fscanf(answer, "%lf", &seconds) == 1 && seconds < least) {
            least = seconds;
            best = kernel;
        }
        if (answer)
            pclose(answer);
    }
    setenv(variable, best.c_str(), 1);
    execv(self, arguments);
    std::perror("cannot start again");
    std::exit(3);
}

} // namespace touchstone::bench
