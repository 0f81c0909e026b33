// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Downloads from servers that are slow, break off, lie, lead astray and fail.
#include <QtTest>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>

#include <sys/resource.h>

#include "app/modelstore/download.h"
#include "tests/app/modelstore/http_server.h"

namespace fs = std::filesystem;
using namespace touchstone;
using test::HttpServer;
using Request = test::HttpServer::Request;

namespace {

QByteArray pattern(qsizetype size) {
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 31 + i / 255) & 0xff);
    bytes[0] = 'P';
    return bytes;
}

QByteArray message(const Result<void>& result) {
    return result ? QByteArray("no error") : QByteArray::fromStdString(result.error().message());
}

} // namespace

class TestDownload : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<HttpServer> server_;
    QByteArray body_ = pattern(200'000);

    std::string file(const char* suffix = "") const {
        return folder_->filePath(QStringLiteral("model")).toStdString() + suffix;
    }
    QByteArray content(const char* suffix = "") const {
        QFile stored(QString::fromStdString(file(suffix)));
        return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray("nothing");
    }
    DownloadRequest request(const std::string& path = "/model") const {
        DownloadRequest wanted;
        wanted.url = server_->url(path);
        wanted.file = file();
        return wanted;
    }
    Result<void> fetch(const DownloadRequest& wanted) const { return download(wanted, {}, {}); }

    /// The connection ends when these 70 000 bytes have arrived, so that nobody can take it for one that never began.
    QPointer<QTcpSocket> cut_;
    void begin_and_cut(QTcpSocket& client, const QByteArray& headers) {
        client.write(HttpServer::head(200, body_.size(), headers) + body_.left(70'000));
        cut_ = &client;
    }
    Result<void> fetch_cut() {
        const auto cut = [this](std::uint64_t bytes, auto) {
            if (cut_ && bytes == 70'000)
                cut_->disconnectFromHost();
        };
        return download(request(), cut, {});
    }

    void refused(const Result<void>& result, ErrorCode code, const char* said) const {
        QVERIFY2(!result && result.error().code == code, message(result).constData());
        QVERIFY2(message(result).contains(said), message(result).constData());
        QVERIFY(!fs::exists(file()));
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        server_ = std::make_unique<HttpServer>();
    }

    void a_file_comes_whole() {
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
        std::vector<std::uint64_t> received;
        const auto done = download(request(),
                                   [&](std::uint64_t bytes, std::optional<std::uint64_t> total) {
                                       received.push_back(bytes);
                                       QCOMPARE(total, std::optional<std::uint64_t>(body_.size()));
                                   },
                                   {});
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QVERIFY(!received.empty() && received.back() == static_cast<std::uint64_t>(body_.size()));
        QVERIFY(std::is_sorted(received.begin(), received.end()));
        QVERIFY(!fs::exists(file(".part")) && !fs::exists(file(".part.json")));
        QCOMPARE(server_->requests.front().header("accept-encoding"), QByteArray("identity"));
    }

    /// Wherever and however often the connection ends early, what comes out is the file, and of one version.
    void cuts_anywhere_never_mix_answers() {
        for (qsizetype cut = 1; cut < body_.size(); cut += 9'973) {
            init();
            bool was_cut = false;
            server_->handler = [&](QTcpSocket& client, const Request& asked) {
                if (!std::exchange(was_cut, true))
                    return HttpServer::send(client,
                                            HttpServer::head(200, body_.size(), "ETag: \"one\"\r\n") + body_.left(cut));
                HttpServer::give(client, asked, body_);
            };
            const auto done = fetch(request());
            QVERIFY2(done, message(done).constData());
            QCOMPARE(content(), body_);
        }
    }

    /// The next piece is sent when the last one has arrived.
    void a_slow_server_is_waited_for() {
        QPointer<QTcpSocket> slow;
        qsizetype sent = 0;
        const auto next = [&] {
            if (slow && sent < body_.size()) {
                slow->write(body_.mid(sent, 20'000));
                sent += 20'000;
                if (sent >= body_.size())
                    slow->disconnectFromHost();
            }
        };
        server_->handler = [&](QTcpSocket& client, const Request&) {
            slow = &client;
            client.write(HttpServer::head(200, body_.size()));
            next();
        };
        std::size_t steps = 0;
        std::uint64_t last = 0;
        const auto done = download(request(),
                                   [&](std::uint64_t bytes, auto) {
                                       ++steps;
                                       last = bytes;
                                       if (bytes >= static_cast<std::uint64_t>(sent))
                                           next();
                                   },
                                   {});
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QVERIFY(steps >= 10 && last == static_cast<std::uint64_t>(body_.size()));
    }

    void what_broke_off_goes_on() {
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (server_->requests.size() == 1)
                return begin_and_cut(client, "ETag: \"one\"\r\n");
            HttpServer::give(client, asked, body_);
        };
        const auto done = fetch_cut();
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QCOMPARE(server_->requests.back().header("range"), QByteArray("bytes=70000-"));
        QCOMPARE(server_->requests.back().header("if-range"), QByteArray("\"one\""));
    }

    void without_a_version_it_begins_again() {
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (server_->requests.size() == 1)
                return begin_and_cut(client, "ETag: W/\"weak\"\r\n");
            HttpServer::give(client, asked, body_, {});
        };
        const auto done = fetch_cut();
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QVERIFY(server_->requests.at(1).header("range").isEmpty());
    }

    void a_file_that_changed_meanwhile_is_not_mixed() {
        const QByteArray other = pattern(150'000).replace('P', 'Q');
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (server_->requests.size() == 1)
                return begin_and_cut(client, "ETag: \"one\"\r\n");
            HttpServer::give(client, asked, other, "\"two\"");
        };
        const auto done = fetch_cut();
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), other);
    }

    void a_stopped_download_goes_on_in_the_next_call() {
        QPointer<QTcpSocket> open;
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (server_->requests.size() > 1)
                return HttpServer::give(client, asked, body_);
            open = &client;
            client.write(HttpServer::head(200, body_.size(), "ETag: \"one\"\r\n") + body_.left(50'000));
        };
        std::stop_source stop;
        const auto stopped = download(
            request(),
            [&](std::uint64_t bytes, auto) {
                if (bytes == 50'000)
                    stop.request_stop();
            },
            stop.get_token());
        refused(stopped, ErrorCode::Cancelled, "goes on");
        QCOMPARE(content(".part"), body_.left(50'000));
        const auto done = fetch(request());
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QCOMPARE(server_->requests.at(1).header("range"), QByteArray("bytes=50000-"));
        // The same part is of no use for another address.
        QVERIFY(fetch(request("/other")));
        QVERIFY(server_->requests.at(2).header("range").isEmpty());
    }

    void what_is_complete_already_is_not_fetched_twice() {
        std::ofstream(file(".part"), std::ios::binary).write(body_.constData(), body_.size());
        std::ofstream(file(".part.json")) << "{\"url\":\"" << server_->url() << "\",\"version\":\"\\\"one\\\"\"}";
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
        const auto done = fetch(request());
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QCOMPARE(server_->requests.size(), std::size_t{1});
    }

    void a_part_that_is_longer_than_the_file_is_thrown_away() {
        std::ofstream(file(".part"), std::ios::binary) << std::string(300'000, 'x');
        std::ofstream(file(".part.json")) << "{\"url\":\"" << server_->url() << "\",\"version\":\"\\\"one\\\"\"}";
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
        const auto done = fetch(request());
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
    }

    void a_range_that_was_not_asked_for_is_not_taken() {
        std::ofstream(file(".part"), std::ios::binary).write(body_.constData(), 1000);
        std::ofstream(file(".part.json")) << "{\"url\":\"" << server_->url() << "\",\"version\":\"\\\"one\\\"\"}";
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (asked.header("range").isEmpty())
                return HttpServer::give(client, asked, body_);
            HttpServer::send(client, HttpServer::head(206, 10, "Content-Range: bytes 5-14/200000\r\n") + "0123456789");
        };
        const auto done = fetch(request());
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
    }

    void a_length_that_is_too_long_is_not_believed() {
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(200, body_.size() + 5, "ETag: \"one\"\r\n") + body_);
        };
        const auto result = fetch(request());
        QVERIFY2(!result, "taken");
        QVERIFY2(message(result).startsWith("http://127.0.0.1") && message(result).contains("goes on where it stopped"),
                 message(result).constData());
        QVERIFY(server_->requests.size() >= 5); // Qt may send one again by itself
        QVERIFY(!fs::exists(file()));
    }

    void a_length_that_is_too_short_is_found_by_the_size() {
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(200, 1000) + body_);
        };
        DownloadRequest wanted = request();
        wanted.expected_bytes = static_cast<std::uint64_t>(body_.size());
        refused(fetch(wanted), ErrorCode::Damaged, "1000 bytes, not 200000");
        QVERIFY(!fs::exists(file(".part")));
    }

    void redirections_are_followed() {
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            const int hop = asked.target().mid(4).toInt();
            if (asked.target().startsWith("/hop") && hop < 4)
                return HttpServer::send(
                    client, HttpServer::head(302, 0, "Location: /hop" + QByteArray::number(hop + 1) + "\r\n"));
            HttpServer::give(client, asked, body_);
        };
        const auto done = fetch(request("/hop1"));
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QCOMPARE(server_->requests.size(), std::size_t{4});
    }

    void redirections_in_a_circle_end() {
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(302, 0, "Location: /model\r\n"));
        };
        refused(fetch(request()), ErrorCode::ReadFailed, "without end");
        QVERIFY(server_->requests.size() <= 10);
    }

    void redirections_to_other_protocols_are_refused_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("http elsewhere") << QByteArray("http://models.invalid/x");
        QTest::newRow("file") << QByteArray("file:///etc/passwd");
        QTest::newRow("ftp") << QByteArray("ftp://models.invalid/x");
    }
    void redirections_to_other_protocols_are_refused() {
        QFETCH(QByteArray, target);
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(302, 0, "Location: " + target + "\r\n"));
        };
        const auto result = fetch(request());
        QVERIFY2(!result, "taken");
        QVERIFY2(result.error().code == ErrorCode::BadInput && message(result).contains("leads to"),
                 message(result).constData());
        QVERIFY(!fs::exists(file()));
    }

    void addresses() {
        QVERIFY(is_allowed_address("https://example.org/x", false));
        QVERIFY(is_allowed_address("http://127.0.0.1:80/x", false) && is_allowed_address("http://[::1]:80/x", false));
        QVERIFY(!is_allowed_address("http://example.org/x", false) && is_allowed_address("http://example.org/x", true));
        for (const char* bad : {"file:///etc/passwd", "ftp://example.org/x", "https:///x", "x", ""})
            QVERIFY2(!is_allowed_address(bad, true), bad);
        DownloadRequest wanted = request();
        wanted.url = "http://example.org/x";
        refused(fetch(wanted), ErrorCode::BadInput, "https");
        QVERIFY(!fs::exists(file(".part")));
    }

    /// An error's page that never ends fills no memory.
    void an_endless_error_page_is_left() {
        constexpr qint64 enough = qint64{64} << 20;
        qint64 sent = 0;
        server_->handler = [&sent](QTcpSocket& client, const HttpServer::Request&) {
            connect(&client, &QTcpSocket::bytesWritten, &client, [&client, &sent] {
                if (client.bytesToWrite() > 0)
                    return;
                if (sent >= enough)
                    return client.disconnectFromHost();
                client.write(QByteArray(qsizetype{1} << 16, 'x'));
                sent += qint64{1} << 16;
            });
            client.write(HttpServer::head(404, -1));
        };
        refused(fetch(request()), ErrorCode::NotFound, "HTTP 404");
        QVERIFY2(sent < enough, QByteArray::number(sent).constData());
    }

    void answers_that_are_no_model_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, int status, const char* type, const char* text, ErrorCode code,
                            const char* said) {
            QTest::newRow(name) << status << QByteArray(type) << QByteArray(text) << static_cast<int>(code)
                                << QByteArray(said);
        };
        row("404", 404, "text/html", "<html>gone</html>", ErrorCode::NotFound, "HTTP 404");
        row("410", 410, "text/plain", "", ErrorCode::NotFound, "HTTP 410");
        row("403", 403, "text/plain", "no", ErrorCode::PermissionDenied, "HTTP 403");
        row("500", 500, "text/plain", "oh", ErrorCode::ReadFailed, "HTTP 500");
        row("503", 503, "text/plain", "oh", ErrorCode::ReadFailed, "HTTP 503");
        row("a page", 200, "text/html; charset=utf-8", "Please log in", ErrorCode::UnsupportedFormat, "web page");
        row("a page in disguise", 200, "application/octet-stream", "\n <!DOCTYPE html><html>",
            ErrorCode::UnsupportedFormat, "web page");
        row("an XML error", 200, "application/octet-stream", "<?xml version='1.0'?><Error>",
            ErrorCode::UnsupportedFormat, "web page");
    }
    void answers_that_are_no_model() {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QByteArray, said);
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(status, text.size(), "Content-Type: " + type + "\r\n") + text);
        };
        const auto result = fetch(request());
        refused(result, static_cast<ErrorCode>(code), said.constData());
        QVERIFY(!result.error().remedy.empty());
        QCOMPARE(server_->requests.size(), std::size_t{1});
    }

    void too_much_is_refused_data() {
        QTest::addColumn<bool>("announced");
        QTest::newRow("announced") << true;
        QTest::newRow("not announced") << false;
    }
    void too_much_is_refused() {
        QFETCH(bool, announced);
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(200, announced ? body_.size() : -1) + body_);
        };
        DownloadRequest wanted = request();
        wanted.max_bytes = 100'000;
        refused(fetch(wanted), ErrorCode::TooLarge, "100000");
        std::error_code none;
        QVERIFY(!fs::exists(file(".part")) || fs::file_size(file(".part"), none) <= 100'000);
    }

    void a_server_that_says_nothing_is_given_up() {
        server_->handler = [](QTcpSocket&, const Request&) {};
        DownloadRequest wanted = request();
        wanted.stall_ms = 50;
        refused(fetch(wanted), ErrorCode::TimeLimit, "sent nothing");
    }

    void nobody_listens() {
        DownloadRequest wanted = request();
        server_->close();
        refused(fetch(wanted), ErrorCode::ReadFailed, "cannot be downloaded");
    }

    void a_full_disk_is_said() {
        server_->handler = [&](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(200, body_.size(), "ETag: \"one\"\r\n") + body_);
        };
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{60'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto result = fetch(request());
        ::setrlimit(RLIMIT_FSIZE, &before);
        refused(result, ErrorCode::WriteFailed, "make room");
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
        const auto done = fetch(request());
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QCOMPARE(server_->requests.back().header("range"), QByteArray("bytes=60000-"));
    }

    void a_disk_without_room_is_said_first() {
        server_->handler = [&](QTcpSocket& client, const Request&) {
            client.write(HttpServer::head(200, std::numeric_limits<qint64>::max() / 2));
        };
        DownloadRequest wanted = request();
        wanted.max_bytes = std::numeric_limits<std::uint64_t>::max();
        refused(fetch(wanted), ErrorCode::WriteFailed, "no room");
    }

    void a_folder_that_cannot_be_written() {
        DownloadRequest wanted = request();
        wanted.file = folder_->filePath(QStringLiteral("missing/model")).toStdString();
        refused(fetch(wanted), ErrorCode::WriteFailed, "missing/model.part");
        QVERIFY(server_->requests.empty());
    }

    void the_systems_proxy_is_used() {
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
        qputenv("http_proxy", QByteArray::fromStdString(server_->url("")));
        DownloadRequest wanted = request();
        wanted.url = "http://models.invalid/net";
        wanted.plain_http = true;
        const auto done = fetch(wanted);
        qunsetenv("http_proxy");
        QVERIFY2(done, message(done).constData());
        QCOMPARE(content(), body_);
        QCOMPARE(server_->requests.front().target(), QByteArray("http://models.invalid/net"));
    }
};

QTEST_GUILESS_MAIN(TestDownload)
#include "test_download.moc"
