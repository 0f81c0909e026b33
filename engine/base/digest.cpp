// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/base/digest.h"

#include <array>
#include <cstdio>
#include <memory>

#include <openssl/evp.h>

#include "engine/base/files.h"

namespace touchstone {

namespace {

class Digest {
public:
    explicit Digest(const EVP_MD* kind)
        : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        EVP_DigestInit_ex(context_.get(), kind, nullptr);
    }

    void add(const void* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }

    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int length = 0;
        EVP_DigestFinal_ex(context_.get(), digest.data(), &length);
        static constexpr char digits[] = "0123456789abcdef";
        std::string text;
        text.reserve(std::size_t{length} * 2);
        for (unsigned int i = 0; i < length; ++i) {
            text += digits[digest[i] >> 4];
            text += digits[digest[i] & 15];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

} // namespace

std::string sha1_hex(std::span<const std::byte> bytes) {
    Digest hash(EVP_sha1());
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

std::string sha256_hex(std::span<const std::byte> bytes) {
    Digest hash(EVP_sha256());
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

Result<std::string> sha256_of_file(const std::string& path) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file)
        return failure(ErrorCode::ReadFailed, path, "cannot be opened for reading");
    Digest hash(EVP_sha256());
    std::vector<std::byte> buffer(std::size_t{1} << 20);
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get()))
        hash.add(buffer.data(), got);
    if (std::ferror(file.get()))
        return failure(ErrorCode::ReadFailed, path, "the disk stopped answering while it was read");
    return hash.hex();
}

} // namespace touchstone
