// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How long the loupe takes from a key to the painted frame, with photos of 24 and 12 megapixels in a real window that
// decodes in the sandbox, as the program does: the next photo and 100 % when it is preloaded; and, when it is cold, the
// photo at "fit" and at 100 %, in turns with plain decodes of the same file.
//   QT_QPA_PLATFORM=offscreen bench_loupe [ROUNDS [WIDTHxHEIGHT…]]
// "First" is the first frame that shows anything of the new photo (its thumbnail when there is nothing else), "sharp"
// the first whose pixels are those of the exact-size copy, or of the photo itself at 100 %: the window's backing store
// is compared with them. Plain decode: decode_file() into 8-bit sRGB on a thread that has nothing else to do, in this
// process and by a worker of the sandbox; files are in the system's cache. Bounds: 50 ms, 150 ms, 1.3 plain decodes of
// the sandbox. The photos (noise and structure, 8 to 12 MB for 24 megapixels) are made here; TMPDIR chooses the disk.
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <random>

#include <QBackingStore>
#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "app/metadata/file_facts.h"
#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/file_decoder.h"
#include "tests/app/library/fake_scorer.h"
#include "tests/bench/measured_application.h"
#include "ui/loupe/loupe_view.h"
#include "ui/style/appearance.h"
#include "ui/window/main_window.h"
#ifdef TOUCHSTONE_DECODER
#include "engine/imaging/sandbox/decoder_pool.h"
#endif

using namespace touchstone;
using bench::run_for;
using library::PhotoId;

namespace {

constexpr int photo_count = 24;
constexpr int far_away = 7; ///< more than the loupe preloads and remembers; 24 and 7 have no common divisor
constexpr int probe = 256;  ///< pixels of one line that are compared
constexpr int patience_ms = 60'000;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_loupe: %s\n", why.c_str());
    std::exit(1);
}

/// Of all threads of this process.
double processor_ms_of_all() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

struct Times {
    std::vector<double> ms;

    void add(double value) { ms.push_back(value); }
    double median() const {
        std::vector<double> sorted = ms;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }
    double worst() const { return *std::max_element(ms.begin(), ms.end()); }
    void print(const char* what, const Times* plain = nullptr) const {
        std::printf("  %-58s median %6.1f  worst %6.1f ms  (%zu)", what, median(), worst(), ms.size());
        if (plain)
            std::printf("  %.2f of the plain decode", median() / plain->median());
        std::printf("\n");
        std::fflush(stdout);
    }
};

/// Smooth shapes, textures in patches and edges, as large as a photo and its random margin.
RgbImage make_scene(Size size) {
    RgbImage scene(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const double u = x / 1000.0, v = y / 1000.0;
            const double hills = std::sin(u * 1.7 + std::sin(v * 2.3)) + std::sin(v * 3.1 + u);
            const double texture = hills > 0.4 ? 14 * std::sin(x * 0.9 + y * 0.35) * std::sin(y * 1.1 - x * 0.2) : 0;
            const double edge = std::fmod(u * 3 + hills, 1.0) < 0.5 ? 18 : -18;
            const double light = 118 + 42 * hills + texture + edge;
            std::uint8_t* pixel = scene.row(y) + 3 * x;
            pixel[0] = static_cast<std::uint8_t>(std::clamp(light + 20 * std::sin(u), 0.0, 255.0));
            pixel[1] = static_cast<std::uint8_t>(std::clamp(light, 0.0, 255.0));
            pixel[2] = static_cast<std::uint8_t>(std::clamp(light - 25 * std::cos(v), 0.0, 255.0));
        }
    return scene;
}

/// A part of the scene with a sensor's noise.
std::uint64_t write_photo(const RgbImage& scene, Size size, int number, const std::string& file) {
    std::mt19937 random(static_cast<unsigned>(number));
    std::normal_distribution<float> noise(0, 13.0F);
    std::vector<std::int8_t> grain(1 << 20);
    for (std::int8_t& value : grain)
        value = static_cast<std::int8_t>(std::lround(noise(random)));
    const int left = static_cast<int>(random() % static_cast<unsigned>(scene.size.width - size.width));
    const int top = static_cast<int>(random() % static_cast<unsigned>(scene.size.height - size.height));
    RgbImage photo(size);
    for (int y = 0; y < size.height; ++y) {
        const std::uint8_t* from = scene.row(top + y) + 3 * left;
        std::uint8_t* to = photo.row(y);
        std::size_t at = random() % grain.size();
        for (int i = 0; i < 3 * size.width; ++i, at = (at + 1) % grain.size())
            to[i] = static_cast<std::uint8_t>(std::clamp(from[i] + grain[at], 0, 255));
    }
    const Bytes jpeg = imaging::encode_jpeg(photo, 89).value();
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
    return jpeg.size();
}

void make_photos(const QString& folder, Size size) {
    QDir().mkpath(folder);
    const RgbImage scene = make_scene({size.width + 400, size.height + 400});
    std::uint64_t bytes = 0;
    for (int i = 0; i < photo_count; ++i)
        bytes += write_photo(scene, size, i,
                             QStringLiteral("%1/%2.jpg").arg(folder).arg(i, 2, 10, QLatin1Char('0')).toStdString());
    std::printf("%d photos of %dx%d, %.1f MB each\n", photo_count, size.width, size.height,
                static_cast<double>(bytes) / photo_count / 1e6);
}

/// Tells when the canvas was painted, at the end of the event that did it, with the frame in the backing store.
class WatchedApplication : public bench::MeasuredApplication {
public:
    using MeasuredApplication::MeasuredApplication;
    const QObject* watched = nullptr;
    std::function<void()> painted;

protected:
    void delivered(const QObject* receiver, QEvent::Type type, bool outermost) override {
        was_painted_ = was_painted_ || (receiver == watched && type == QEvent::Paint);
        if (!outermost || !was_painted_)
            return;
        was_painted_ = false;
        if (painted)
            painted();
    }

private:
    bool was_painted_ = false;
};

class Bench {
public:
    Bench(WatchedApplication& application, library::SessionOptions options, QSize size)
        : application_(application)
        , window_(std::move(options))
        , canvas_(window_.loupe().canvas()) {
        window_.resize(size);
        window_.show();
        application_.watched = &canvas_;
    }
    ~Bench() { application_.watched = nullptr; }

    void open(const QString& folder);
    void measurePreloaded(int rounds);
    void measureCold(int rounds);

private:
    struct Frames {
        double first = 0, sharp = 0; ///< ms from the key
    };
    Frames press(const std::function<void()>& keys, PhotoId id, bool wholePixels);
    bool showsSharp(PhotoId id, bool wholePixels);
    void rest();
    void toGrid(int row);
    Frames openCold(int row, bool wholePixels);
    PhotoId idAt(int row) { return window_.session().photos().idAt(row); }
    void key(Qt::Key which) { QTest::keyClick(QApplication::focusWidget(), which); }

    WatchedApplication& application_;
    ui::MainWindow window_;
    ui::PhotoCanvas& canvas_;
};

void Bench::open(const QString& folder) {
    if (!QTest::qWaitForWindowActive(&window_))
        give_up("the window does not come up");
    QSignalSpy finished(&window_.session(), &library::LibrarySession::scoringFinished);
    window_.open({folder.toStdString()});
    if (!finished.wait(10 * patience_ms) || window_.session().photos().shownCount() != photo_count)
        give_up("the photos are not there");
    window_.grid().setCurrentIndex(window_.session().photos().index(0));
    window_.grid().setFocus();
    run_for(2000); // thumbnails, hashes
    application_.report("  (opening)");
}

/// Until nothing is decoded and this process does nothing: copies and measures of a photo come after it.
void Bench::rest() {
    constexpr int look_ms = 150;
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        const double before = processor_ms_of_all();
        run_for(look_ms);
        if (window_.session().loader().pendingCount() == 0 && processor_ms_of_all() - before < look_ms / 20.0)
            return;
        if (clock.elapsed() > patience_ms)
            give_up("the window does not come to rest");
    }
}

/// A line of pixels in the middle of the canvas, as they stand in the window, beside what they ought to be.
bool Bench::showsSharp(PhotoId id, bool wholePixels) {
    const library::PhotoLoader& loader = window_.session().loader();
    const QImage source = wholePixels ? loader.full(id) : loader.fitted(id);
    QPaintDevice* device = window_.backingStore()->paintDevice();
    if (source.isNull() || device->devType() != QInternal::Image)
        return false;
    const ui::ViewTransform& view = canvas_.view();
    if (window_.loupe().photo() != id || view.isFitted() == wholePixels || (wholePixels && view.zoom() != 1.0))
        return false;
    const auto& frame = *static_cast<const QImage*>(device);
    const QPoint in_canvas(canvas_.width() / 2 - probe / 2, canvas_.height() / 2);
    const QPoint in_window = canvas_.mapTo(&window_, in_canvas);
    const QPoint in_source =
        wholePixels ? view.toPicture(QPointF(in_canvas)).toPoint() : in_canvas - view.pictureRect().topLeft().toPoint();
    const QRect line(in_source, QSize(probe, 1));
    if (!source.rect().contains(line))
        give_up("the middle of the canvas shows no photo");
    const QImage wanted = source.copy(line).convertToFormat(QImage::Format_RGB32);
    const QImage shown = frame.copy(QRect(in_window, line.size())).convertToFormat(QImage::Format_RGB32);
    return std::memcmp(wanted.constBits(), shown.constBits(), sizeof(QRgb) * probe) == 0;
}

Bench::Frames Bench::press(const std::function<void()>& keys, PhotoId id, bool wholePixels) {
    Frames frames;
    bool first = false, sharp = false;
    QElapsedTimer clock;
    application_.painted = [&] {
        const double now = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        if (!first && window_.loupe().photo() == id) {
            frames.first = now;
            first = true;
        }
        if (!sharp && showsSharp(id, wholePixels)) {
            frames.sharp = now;
            sharp = true;
        }
    };
    QTimer patience;
    patience.setSingleShot(true);
    QObject::connect(&patience, &QTimer::timeout, [&] { give_up("a photo does not become sharp"); });
    patience.start(patience_ms);
    clock.start();
    keys();
    while (!sharp)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    application_.painted = {};
    return frames;
}

void Bench::measurePreloaded(int rounds) {
    Times first, next, actual, next_actual;
    const auto preloaded = [&](PhotoId id) {
        if (window_.session().loader().fitted(id).isNull())
            give_up("the neighbour is not preloaded");
        return id;
    };
    toGrid(0);
    press([&] { key(Qt::Key_Return); }, idAt(0), false);
    rest();
    std::printf(" window %dx%d, canvas %dx%d\n", window_.width(), window_.height(), canvas_.width(), canvas_.height());
    application_.report("  (first photo)");
    for (int round = 0; round < rounds; ++round) {
        const int row = round % (photo_count - 2); // from the last one back to the first
        if (round > 0 && row == 0) {
            toGrid(0);
            press([&] { key(Qt::Key_Return); }, idAt(0), false);
            rest();
        }
        const PhotoId id = preloaded(idAt(row + 1));
        const Frames frames = press([&] { key(Qt::Key_Right); }, id, false);
        first.add(frames.first);
        next.add(frames.sharp);
        rest();
        actual.add(press([&] { key(Qt::Key_Z); }, id, true).sharp);
        const PhotoId after = preloaded(idAt(row + 2));
        next_actual.add(press([&] { key(Qt::Key_Right); }, after, true).sharp);
        rest();
        press([&] { key(Qt::Key_Left); }, id, true);
        press([&] { key(Qt::Key_Z); }, id, false);
        rest();
    }
    first.print("next photo, preloaded: first picture (bound 50)");
    next.print("next photo, preloaded: sharp (bound 50)");
    actual.print("100 %, preloaded: true pixels (bound 150)");
    next_actual.print("next photo at 100 %, preloaded: true pixels");
    application_.report("  events");
}

void Bench::toGrid(int row) {
    if (window_.page() != ui::MainWindow::Page::Grid) {
        if (!canvas_.view().isFitted()) // or the next photo is shown at 100 %
            key(Qt::Key_Z);
        key(Qt::Key_Escape);
    }
    window_.grid().setCurrentIndex(window_.session().photos().index(row));
}

Bench::Frames Bench::openCold(int row, bool wholePixels) {
    toGrid(row);
    const PhotoId id = idAt(row);
    if (!window_.session().loader().full(id).isNull())
        give_up("the photo is not cold");
    return press(
        [&] {
            key(Qt::Key_Return);
            if (wholePixels)
                key(Qt::Key_Z);
        },
        id, wholePixels);
}

double decode_ms(const std::string& file, imaging::FileDecoder* decoder) {
    const auto file_bytes = [&] { // decode_file() would go to the sandbox
        const auto bytes = read_file(file, std::uint64_t{1} << 30);
        if (!bytes)
            give_up(bytes.error().message());
        return imaging::decode(*bytes, {}, file);
    };
    QElapsedTimer clock;
    clock.start();
    const Result<Photo> photo = decoder ? decoder->decode(file, 0, {}) : file_bytes();
    const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    if (!photo)
        give_up(photo.error().message());
    return ms;
}

void Bench::measureCold(int rounds) {
    Times here, sandbox, first, fit, actual, busy;
    int row = 3;
    for (int round = 0; round < rounds; ++round) {
        const auto next = [&] { return row = (row + far_away) % photo_count; };
        rest();
        const std::string file = window_.session().photos().entry(idAt((row + far_away) % photo_count))->file.path;
        const auto decode_here = [&] { here.add(decode_ms(file, nullptr)); };
        if (round % 2 == 0)
            decode_here();
        if (imaging::FileDecoder* decoder = imaging::file_decoder())
            sandbox.add(decode_ms(file, decoder));
        if (round % 2 == 1)
            decode_here();
        const Frames frames = openCold(next(), false);
        first.add(frames.first);
        fit.add(frames.sharp);
        rest();
        actual.add(openCold(next(), true).sharp);
        busy.add(openCold(next(), false).sharp); // the neighbours of that one are being decoded
    }
    const Times& plain = sandbox.ms.empty() ? here : sandbox;
    here.print("plain decode in this process");
    if (!sandbox.ms.empty())
        sandbox.print("plain decode in the sandbox");
    first.print("cold photo: first picture");
    fit.print("cold photo: sharp at fit", &plain);
    actual.print("cold photo, 100 % at once: true pixels", &plain);
    busy.print("cold photo while neighbours are decoded: sharp at fit", &plain);
    application_.report("  events");
}

void measure(WatchedApplication& application, const QString& folder, QSize size, int rounds) {
    const auto model = std::make_shared<test::FakeModel>();
    library::SessionOptions options;
    options.model_files = {"fake.safetensors"};
    options.factory = test::fake_factory(model);
    options.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
    Bench bench(application, options, size);
    bench.open(folder);
    bench.measurePreloaded(rounds);
    bench.measureCold(rounds);
}

} // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    imaging::initialise();
    metadata::initialise();
#ifdef TOUCHSTONE_DECODER
    auto pool = imaging::sandbox::DecoderPool::start({.program = TOUCHSTONE_DECODER});
    if (!pool)
        give_up(pool.error().message());
    imaging::set_file_decoder(*pool);
#endif
    WatchedApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("touchstone-bench"));
    ui::applyAppearance(ui::Appearance::Dark);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20;
    std::vector<QSize> sizes;
    for (int i = 2; i < argc; ++i) {
        const QStringList sides = QString::fromLocal8Bit(argv[i]).split(QLatin1Char('x'));
        sizes.emplace_back(sides.value(0).toInt(), sides.value(1).toInt());
    }
    if (sizes.empty())
        sizes = {{1600, 1000}, {2560, 1440}};
    const QTemporaryDir place;
    for (const Size photo : {Size{6000, 4000}, Size{4243, 2828}}) {
        const QString folder = place.filePath(QString::number(photo.width));
        make_photos(folder, photo);
        for (const QSize size : sizes)
            measure(application, folder, size, rounds);
    }
    return 0;
}
