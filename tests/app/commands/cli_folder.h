// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

#include "engine/imaging/encode.h"
#include "engine/nn/model_file.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

namespace touchstone::test {

struct Outcome {
    int code = -1;
    std::string out, err;
};

/// A folder with a small model, in which the built touchstone-cli runs with a library of its own.
class CliFolder {
public:
    CliFolder()
        : environment_(QProcessEnvironment::systemEnvironment()) {
        environment_.insert(QStringLiteral("TOUCHSTONE_MODELS"), folder_.filePath(QStringLiteral("shipped")));
        environment_.insert(QStringLiteral("TOUCHSTONE_DATA_DIR"), folder_.filePath(QStringLiteral("data")));
        environment_.insert(QStringLiteral("TOUCHSTONE_LIBRARY"), folder_.filePath(QStringLiteral("library")));
        environment_.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
        environment_.insert(QStringLiteral("XDG_CACHE_HOME"), folder_.filePath(QStringLiteral("cache")));
        environment_.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    }

    std::string path(const std::string& name = {}) const {
        const std::string base = folder_.path().toStdString();
        return name.empty() ? base : base + "/" + name;
    }
    QProcessEnvironment& environment() { return environment_; }

    Outcome run(const QStringList& words) const {
        QProcess process;
        process.setProcessEnvironment(environment_);
        process.setWorkingDirectory(folder_.path());
        process.start(QStringLiteral(TOUCHSTONE_CLI), words);
        Outcome outcome;
        if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
            return outcome;
        outcome.code = process.exitCode();
        outcome.out = process.readAllStandardOutput().toStdString();
        outcome.err = process.readAllStandardError().toStdString();
        return outcome;
    }

    bool make_model(const std::string& id) const {
        musiq::Config config = tiny_musiq_config();
        config.stem_width = 4;
        config.norm_groups = 2;
        config.hidden = 16;
        config.mlp = 16;
        config.outputs = 1;
        nn::ModelFile model = generated_musiq(config);
        model.card.id = id;
        model.card.title = "Generated " + id;
        std::filesystem::create_directories(path("shipped"));
        return nn::write_model_file(path("shipped/" + id + ".safetensors"), model, nn::StoredType::Float32).has_value();
    }
    bool make_photo(const std::string& name, int width = 96, int height = 64) const {
        const Result<Bytes> jpeg = imaging::encode_jpeg(smooth_scene(width, height), 90);
        if (!jpeg)
            return false;
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        write(name, std::string(reinterpret_cast<const char*>(jpeg->data()), jpeg->size()));
        return true;
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }
    std::string read(const std::string& name) const {
        std::ifstream file(path(name), std::ios::binary);
        return std::string((std::istreambuf_iterator<char>(file)), {});
    }

private:
    QTemporaryDir folder_;
    QProcessEnvironment environment_;
};

} // namespace touchstone::test
