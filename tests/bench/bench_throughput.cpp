// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How much of the machine `touchstone-cli score` uses on many 12-megapixel JPEGs, by its defaults:
//   bench_throughput [PHOTOS [WORDS…]]
// 500 photos unless another number is given; WORDS are added to the command line. The photos are generated (smooth
// scenes with a sensor's noise). Processor time is that of the program and of the decoders it starts. On a machine with
// other work the share says too little: raise the priority of this program then.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
namespace fs = std::filesystem;

namespace {

constexpr int different_photos = 12;

Bytes photo_of(int number) {
    RgbImage image = number % 3 == 2 ? test::smooth_scene(3000, 4000) : test::smooth_scene(4000, 3000);
    std::minstd_rand random(static_cast<unsigned>(number) + 1);
    const unsigned spread = 9 + 8 * (static_cast<unsigned>(number) % 4);
    for (std::uint8_t& value : image.pixels) {
        const int level = value + static_cast<int>(random() % spread) - static_cast<int>(spread / 2);
        value = static_cast<std::uint8_t>(std::clamp(level, 0, 255));
    }
    return imaging::encode_jpeg(image, 88).value();
}

/// Each file has bytes of its own behind the picture, so that none is taken for another.
void make_photos(const fs::path& folder, int count) {
    fs::create_directories(folder);
    std::vector<Bytes> photos;
    for (int number = 0; number < different_photos; ++number)
        photos.push_back(photo_of(number));
    for (int i = 0; i < count; ++i) {
        const Bytes& photo = photos[static_cast<std::size_t>(i % different_photos)];
        std::ofstream file(folder / (std::to_string(i) + ".jpg"), std::ios::binary);
        file.write(reinterpret_cast<const char*>(photo.data()), static_cast<std::streamsize>(photo.size()));
        file << i;
    }
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Runs the program with its words on stdout thrown away, and waits for it and all that it leaves. Its exit status.
int run(const std::vector<std::string>& words) {
    const pid_t program = ::fork();
    if (program == 0) {
        const int nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(nowhere, STDOUT_FILENO);
        std::vector<char*> arguments;
        for (const std::string& word : words)
            arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    int status = -1, others = 0;
    ::waitpid(program, &status, 0);
    while (::wait(&others) > 0) {
    }
    return status;
}

} // namespace

int main(int argc, char** argv) {
    imaging::initialise();
    const int count = argc > 1 ? std::atoi(argv[1]) : 500;
    std::string pattern = (fs::temp_directory_path() / "bench_throughput-XXXXXX").native();
    if (!::mkdtemp(pattern.data()) || ::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        return 1;
    const fs::path folder(pattern);
    make_photos(folder / "photos", count);
    std::vector<std::string> words{TOUCHSTONE_CLI, "score", folder / "photos", "--format", "jsonl"};
    words.insert(words.end(), argv + std::min(argc, 2), argv + argc);

    const auto start = std::chrono::steady_clock::now();
    const int status = run(words);
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const double processor = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    std::printf("%d photos in %.1f s: %.1f photos/s, %.0f ms of processor time each, %.1f %% of %u cores\n", count,
                wall, count / wall, 1000 * processor / count, 100 * processor / wall / cores, cores);
    fs::remove_all(folder);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
