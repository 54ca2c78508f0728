// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over kept inputs, for builds without libFuzzer. Fails when there is none.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
    namespace fs = std::filesystem;
    std::size_t inputs = 0;
    const auto replay = [&inputs](const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        // An abort leaves the name of its input on the terminal.
        std::fprintf(stderr, "%s\n", file.c_str());
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++inputs;
    };
    for (int argument = 1; argument < argc; ++argument) {
        if (!fs::is_directory(argv[argument])) {
            replay(argv[argument]);
            continue;
        }
        for (const auto& entry : fs::directory_iterator(argv[argument])) replay(entry.path());
    }
    std::printf("%zu inputs\n", inputs);
    return inputs > 0 ? 0 : 1;
}
