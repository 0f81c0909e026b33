// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/download.h"

#include <filesystem>
#include <memory>

#include <QEventLoop>
#include <QFile>
#include <QHostAddress>
#include <QMetaObject>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>

#include "app/modelstore/part_file.h"

namespace touchstone {

namespace {

constexpr const char* other_way = "try again later, or download it in a browser and use: touchstone-cli models import";
constexpr qint64 most_passed_over = qint64{1} << 20; ///< bytes of an answer that is no file
constexpr const char* goes_on = "try again: it goes on where it stopped";

class SystemProxies final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override { return systemProxyForQuery(query); }
};

QUrl url_of(const std::string& text) {
    return QUrl(QString::fromStdString(text), QUrl::StrictMode);
}

bool is_allowed(const QUrl& url, bool plain_http) {
    if (!url.isValid() || url.host().isEmpty())
        return false;
    if (url.scheme() == QLatin1String("https"))
        return true;
    const bool this_machine = url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
    return url.scheme() == QLatin1String("http") && (plain_http || this_machine);
}

/// What a model file never begins with, and an error page always does.
bool looks_like_web_page(const QByteArray& bytes, const QByteArray& content_type) {
    const QByteArray start = bytes.trimmed().left(14).toLower();
    return content_type.toLower().startsWith("text/html") || start.startsWith("<!doctype") ||
           start.startsWith("<html") || start.startsWith("<?xml");
}

/// "bytes 100-199/200": where the part begins, and the size of the whole.
struct ContentRange {
    std::optional<std::uint64_t> first, total;

    static ContentRange parse(const QByteArray& header) {
        ContentRange range;
        const qsizetype slash = header.indexOf('/');
        if (!header.startsWith("bytes ") || slash < 0)
            return range;
        bool good = false;
        if (const qulonglong total = header.mid(slash + 1).trimmed().toULongLong(&good); good)
            range.total = total;
        const QByteArray span = header.mid(6, slash - 6);
        if (const qulonglong first = span.left(span.indexOf('-')).toULongLong(&good); good)
            range.first = first;
        return range;
    }
};

/// One download with all its attempts. Lives in the thread of the call.
class Transfer {
public:
    Transfer(const DownloadRequest& request, const DownloadProgress& progress, std::stop_token stop)
        : request_(request)
        , progress_(progress)
        , stop_(std::move(stop))
        , part_(request.file) {
        manager_.setProxyFactory(new SystemProxies); // the manager owns it
    }

    Result<void> run() {
        if (!is_allowed_address(request_.url, request_.plain_http))
            return error(ErrorCode::BadInput, "is no https address", "models are downloaded by https alone");
        url_ = url_of(request_.url);
        for (int left = request_.attempts;; --left) {
            Attempt attempt = try_once();
            for (int hops = request_.redirects; attempt == Attempt::Elsewhere; attempt = try_once())
                if (--hops < 0)
                    return error(ErrorCode::ReadFailed, "the server leads from one address to the next without end",
                                 other_way);
            if (attempt == Attempt::Whole)
                break;
            if (attempt == Attempt::Failed || (attempt == Attempt::BrokeOff && (left <= 1 || !brought_bytes_)))
                return tl::unexpected(*error_);
            if (left <= 0)
                return error(ErrorCode::ReadFailed, "the server answers in contradictions", other_way);
        }
        if (request_.expected_bytes && part_.size() != *request_.expected_bytes) {
            const std::string sizes =
                std::to_string(part_.size()) + " bytes, not " + std::to_string(*request_.expected_bytes);
            part_.discard();
            return error(ErrorCode::Damaged, "is another file than the one that was published: it has " + sizes,
                         other_way);
        }
        return part_.complete();
    }

private:
    enum class Attempt {
        Whole,
        BrokeOff,  ///< the connection ended early: error_ says how
        Elsewhere, ///< url_ says where
        Again,     ///< what was kept is of no use; from the beginning
        Failed,    ///< error_ says why
    };

    tl::unexpected<Error> error(ErrorCode code, std::string what, std::string remedy = {}) const {
        return failure(code, request_.url, std::move(what), std::move(remedy));
    }
    void fail(ErrorCode code, std::string what, std::string remedy = {}) {
        if (!error_)
            error_ = Error{code, request_.url, std::move(what), std::move(remedy)};
        if (reply_)
            reply_->abort();
    }

    QNetworkRequest network_request() const;
    Attempt try_once();
    void take_headers();
    void look_at_headers();
    void take_bytes();
    Attempt outcome();
    Attempt http_outcome(int status);
    Attempt redirected();
    Attempt network_outcome();
    bool has_room();

    const DownloadRequest& request_;
    const DownloadProgress& progress_;
    std::stop_token stop_;
    PartFile part_;
    QUrl url_; ///< where the file is fetched: the request's address, or where that leads
    QNetworkAccessManager manager_;
    std::unique_ptr<QNetworkReply> reply_;
    std::optional<Error> error_;
    std::uint64_t offset_ = 0;           ///< where this attempt began
    std::optional<std::uint64_t> total_; ///< of the whole file, as the server says
    bool headers_seen_ = false, accepts_bytes_ = false, from_start_ = false, brought_bytes_ = false;
    bool answered_twice_ = false;
    qint64 passed_over_ = 0; ///< bytes of this attempt
};

QNetworkRequest Transfer::network_request() const {
    QNetworkRequest request(url_);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setTransferTimeout(request_.stall_ms);
    request.setRawHeader("User-Agent", "Touchstone");
    request.setRawHeader("Accept-Encoding", "identity"); // sizes and ranges are those of the file itself
    if (offset_ > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(static_cast<qulonglong>(offset_)) + "-");
        request.setRawHeader("If-Range", QByteArray::fromStdString(part_.validator()));
    }
    return request;
}

Transfer::Attempt Transfer::try_once() {
    error_.reset();
    total_.reset();
    passed_over_ = 0;
    headers_seen_ = accepts_bytes_ = brought_bytes_ = answered_twice_ = false;
    if (stop_.stop_requested()) {
        fail(ErrorCode::Cancelled, "was stopped", goes_on);
        return Attempt::Failed;
    }
    if (const Result<void> opened = part_.open(request_.url, from_start_); !opened) {
        error_ = opened.error();
        return Attempt::Failed;
    }
    from_start_ = false;
    offset_ = part_.size();
    reply_.reset(manager_.get(network_request()));
    QEventLoop loop;
    QObject::connect(reply_.get(), &QNetworkReply::metaDataChanged, &loop, [this] { take_headers(); });
    QObject::connect(reply_.get(), &QNetworkReply::readyRead, &loop, [this] { take_bytes(); });
    QObject::connect(reply_.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    {
        const std::stop_callback stopped(
            stop_, [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
        while (!reply_->isFinished() && !stop_.stop_requested())
            loop.exec();
    }
    if (!reply_->isFinished())
        fail(ErrorCode::Cancelled, "was stopped", goes_on);
    else if (!error_)
        take_bytes();
    const Attempt result = outcome();
    reply_.reset();
    return result;
}

/// Qt sends a request again by itself in some cases where the connection ends early. Should it ever hand a second
/// answer over, that one's bytes must not follow the first one's: the next attempt asks for what is missing.
void Transfer::take_headers() {
    if (!headers_seen_)
        return look_at_headers();
    take_bytes();
    answered_twice_ = true;
    reply_->abort();
}

void Transfer::look_at_headers() {
    const int status = reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (headers_seen_ || (status != 200 && status != 206))
        return;
    headers_seen_ = true;
    const QByteArray length = reply_->rawHeader("Content-Length");
    if (status == 206) {
        const ContentRange range = ContentRange::parse(reply_->rawHeader("Content-Range"));
        if (range.first != offset_) {
            from_start_ = true; // not the bytes that were asked for
            reply_->abort();
            return;
        }
        total_ = range.total;
    } else {
        bool good = false;
        if (const qulonglong bytes = length.toULongLong(&good); good)
            total_ = bytes;
        offset_ = 0;
        const Result<void> restarted =
            part_.restart(reply_->rawHeader("ETag").toStdString(), reply_->rawHeader("Last-Modified").toStdString());
        if (!restarted) {
            error_ = restarted.error();
            reply_->abort();
            return;
        }
    }
    if (total_ && *total_ > request_.max_bytes)
        return fail(ErrorCode::TooLarge, "has " + std::to_string(*total_) + " bytes, over the limit of " +
                                             std::to_string(request_.max_bytes));
    if (!has_room())
        return;
    accepts_bytes_ = true;
}

/// Better said before an hour of waiting than after it.
bool Transfer::has_room() {
    const std::filesystem::path folder = std::filesystem::path(request_.file).parent_path();
    std::error_code unknown;
    const std::filesystem::space_info space = std::filesystem::space(folder, unknown);
    if (unknown || !total_ || *total_ <= part_.size() || *total_ - part_.size() <= space.available)
        return true;
    error_ = Error{ErrorCode::WriteFailed, folder.string(),
                   "has no room for the " + std::to_string(*total_ - part_.size()) + " bytes of " + request_.url,
                   "make room, or set TOUCHSTONE_DATA_DIR to a folder on another disk"};
    reply_->abort();
    return false;
}

void Transfer::take_bytes() {
    look_at_headers();
    if (!accepts_bytes_ || error_ || answered_twice_) {
        // An error's page, say. Left alone, Qt would keep all of it in memory, however much there is.
        passed_over_ += reply_->readAll().size();
        if (passed_over_ > most_passed_over)
            reply_->abort();
        return;
    }
    const QByteArray bytes = reply_->readAll();
    if (bytes.isEmpty())
        return;
    if (part_.size() == 0 && looks_like_web_page(bytes, reply_->rawHeader("Content-Type")))
        return fail(
            ErrorCode::UnsupportedFormat, "the server sent a web page, not a model",
            "open the model's page in a browser, download the file there and use: touchstone-cli models import");
    if (part_.size() + static_cast<std::uint64_t>(bytes.size()) > request_.max_bytes) {
        part_.discard();
        return fail(ErrorCode::TooLarge, "has more than " + std::to_string(request_.max_bytes) + " bytes, the limit");
    }
    if (const Result<void> written = part_.append({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        !written) {
        error_ = written.error();
        reply_->abort();
        return;
    }
    brought_bytes_ = true;
    if (progress_)
        progress_(part_.size(), total_);
}

Transfer::Attempt Transfer::outcome() {
    if (error_)
        return Attempt::Failed;
    if (from_start_)
        return Attempt::Again;
    if (answered_twice_) {
        fail(ErrorCode::ReadFailed, "the connection broke off", goes_on);
        return Attempt::BrokeOff;
    }
    if (total_ && part_.size() > *total_) { // more than was announced is not this file
        from_start_ = true;
        return Attempt::Again;
    }
    const int status = reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 0 && status != 200 && status != 206)
        return http_outcome(status);
    if (reply_->error() != QNetworkReply::NoError)
        return network_outcome();
    if (total_ && part_.size() < *total_) {
        fail(ErrorCode::Truncated,
             "broke off after " + std::to_string(part_.size()) + " of " + std::to_string(*total_) + " bytes", goes_on);
        return Attempt::BrokeOff;
    }
    return Attempt::Whole;
}

Transfer::Attempt Transfer::http_outcome(int status) {
    if (status == 416 && offset_ > 0) {
        if (ContentRange::parse(reply_->rawHeader("Content-Range")).total == offset_)
            return Attempt::Whole; // everything was here already
        from_start_ = true;
        return Attempt::Again;
    }
    if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
        return redirected();
    const std::string answer = " (HTTP " + std::to_string(status) + ")";
    if (status == 404 || status == 410)
        fail(ErrorCode::NotFound, "is not there any more" + answer, "look at the model's page for its new place");
    else if (status == 401 || status == 403)
        fail(ErrorCode::PermissionDenied, "the server does not give it to everybody" + answer, other_way);
    else if (status == 407)
        fail(ErrorCode::PermissionDenied, "the proxy wants a name and a password" + answer,
             "put them into the system's proxy settings");
    else
        fail(ErrorCode::ReadFailed, "the server cannot give it" + answer, other_way);
    return Attempt::Failed;
}

Transfer::Attempt Transfer::redirected() {
    const QUrl target = url_.resolved(QUrl::fromEncoded(reply_->rawHeader("Location"), QUrl::StrictMode));
    const bool loses_encryption = url_.scheme() == QLatin1String("https") && target.scheme() != url_.scheme();
    if (loses_encryption || !is_allowed(target, request_.plain_http)) {
        fail(ErrorCode::BadInput, "leads to an address that is not allowed: " + target.toString().toStdString(),
             "models are downloaded by https alone");
        return Attempt::Failed;
    }
    url_ = target;
    return Attempt::Elsewhere;
}

Transfer::Attempt Transfer::network_outcome() {
    const std::string reason = reply_->errorString().toStdString();
    switch (reply_->error()) {
    case QNetworkReply::OperationCanceledError: // the only one who cancels without an error of ours is the timeout
    case QNetworkReply::TimeoutError:
        fail(ErrorCode::TimeLimit,
             "the server sent nothing for " + std::to_string((request_.stall_ms + 999) / 1000) + " seconds", goes_on);
        return Attempt::BrokeOff;
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProtocolUnknownError:
        fail(ErrorCode::ReadFailed, "cannot be reached: " + reason, "check the network connection and the proxy");
        return Attempt::Failed;
    default:
        fail(ErrorCode::ReadFailed, "cannot be downloaded: " + reason, goes_on);
        return Attempt::BrokeOff;
    }
}

} // namespace

bool is_allowed_address(const std::string& url, bool plain_http) {
    return is_allowed(url_of(url), plain_http);
}

Result<void> download(const DownloadRequest& request, const DownloadProgress& progress, std::stop_token stop) {
    return Transfer(request, progress, std::move(stop)).run();
}

} // namespace touchstone
