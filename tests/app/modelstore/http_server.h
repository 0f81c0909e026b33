// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <QByteArray>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

namespace touchstone::test {

/// A web server on this machine that does what a test tells it, right or wrong. Lives in the thread of the test.
class HttpServer : public QTcpServer {
public:
    struct Request {
        QByteArray line;                          ///< "GET /x HTTP/1.1"
        std::map<QByteArray, QByteArray> headers; ///< names in lower case

        QByteArray target() const { return line.split(' ').value(1); }
        QByteArray header(const QByteArray& name) const {
            const auto found = headers.find(name);
            return found == headers.end() ? QByteArray() : found->second;
        }
    };
    using Handler = std::function<void(QTcpSocket& client, const Request& request)>;

    HttpServer() {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* client = nextPendingConnection())
                serve(client);
        });
    }

    Handler handler;
    std::vector<Request> requests; ///< all that came

    std::string url(const std::string& path = "/model") const {
        return "http://127.0.0.1:" + std::to_string(serverPort()) + path;
    }

    /// `announced` is the Content-Length; negative = none.
    static QByteArray head(int status, qint64 announced, const QByteArray& more = {}) {
        QByteArray text = "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nConnection: close\r\n" + more;
        if (announced >= 0)
            text += "Content-Length: " + QByteArray::number(announced) + "\r\n";
        return text + "\r\n";
    }
    static void send(QTcpSocket& client, const QByteArray& bytes) {
        client.write(bytes);
        client.disconnectFromHost(); // when everything is written
    }
    /// An honest answer, ranges included; `version` is the ETag.
    static void give(QTcpSocket& client, const Request& request, const QByteArray& body,
                     const QByteArray& version = "\"one\"") {
        const QByteArray range = request.header("range");
        const QByteArray tag = version.isEmpty() ? QByteArray() : "ETag: " + version + "\r\n";
        if (range.isEmpty() || request.header("if-range") != version)
            return send(client, head(200, body.size(), tag) + body);
        const qint64 first = range.mid(6, range.size() - 7).toLongLong();
        if (first >= body.size())
            return send(client, head(416, 0, "Content-Range: bytes */" + QByteArray::number(body.size()) + "\r\n"));
        send(client, head(206, body.size() - first,
                          tag + "Content-Range: bytes " + QByteArray::number(first) + "-" +
                              QByteArray::number(body.size() - 1) + "/" + QByteArray::number(body.size()) + "\r\n") +
                         body.mid(first));
    }

private:
    void serve(QTcpSocket* client) {
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        connect(client, &QTcpSocket::readyRead, client, [this, client, text = QByteArray()]() mutable {
            text += client->readAll();
            const qsizetype end = text.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            Request request;
            const QList<QByteArray> lines = text.left(end).split('\n');
            request.line = lines.front().trimmed();
            for (const QByteArray& line : lines.mid(1))
                request.headers[line.left(line.indexOf(':')).toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
            text.clear();
            requests.push_back(request);
            if (handler)
                handler(*client, request);
        });
    }
};

} // namespace touchstone::test
