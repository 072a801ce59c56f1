#!/usr/bin/env bash
# AWS SDK for Java 2.59.1, S3 over url-connection-client: half an object is an object. Over the Apache client the same answer is an error.
#
# Version     named in the first line, pinned below.
# Behaviour   The server announces Content-Length 1000, sends 500 bytes and closes. getObjectAsBytes, getObject to a file and the stream end well
#             after 500 bytes, with response.contentLength() = 1000; nothing is tried again. A chunked answer that is cut is noticed.
#             apache5-client notices both, and the SDK tries three times.
# Expected    That the HTTP client is a matter of weight and speed, and that the SDK compares the length that it has in hand.
# Seen        2026-11-29, the lines at the end.
# Consequence A backup fetched from the store while a proxy, a firewall or the store itself drops the connection is restored as far as it came, with
#             success. Count the bytes, and compare a digest of your own, before anything of a download is believed.
source "$(dirname "$0")/begin.bash"
maven software.amazon.awssdk:s3:2.59.1 software.amazon.awssdk:url-connection-client:2.59.1
seen=$(run_java Cut <<'J'
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

public class Cut {
  static final AtomicInteger REQUESTS = new AtomicInteger();

  public static void main(String[] args) throws Exception {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var pool = Executors.newCachedThreadPool();
    pool.execute(() -> {
      while (true) {
        try {
          var socket = listener.accept();
          pool.execute(() -> answer(socket));
        } catch (IOException e) {
          return;
        }
      }
    });
    for (SdkHttpClient http : new SdkHttpClient[] {UrlConnectionHttpClient.create(), Apache5HttpClient.create()}) {
      var s3 = S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:" + listener.getLocalPort())).forcePathStyle(true).region(Region.US_EAST_1)
          .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))).httpClient(http).build();
      String name = http.clientName();
      show(name + ", bytes", () -> s3.getObjectAsBytes(o -> o.bucket("b").key("length")).asByteArray().length);
      show(name + ", file", () -> {
        Path file = Files.createTempDirectory("s3").resolve("object");
        s3.getObject(o -> o.bucket("b").key("length"), file);
        return (int) Files.size(file);
      });
      show(name + ", stream", () -> s3.getObject(o -> o.bucket("b").key("length")).readAllBytes().length);
      show(name + ", chunked, bytes", () -> s3.getObjectAsBytes(o -> o.bucket("b").key("chunked")).asByteArray().length);
    }
    System.exit(0);
  }

  static void answer(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      String request = in.readLine();
      if (request == null) return;
      while (!in.readLine().isEmpty()) {}
      REQUESTS.incrementAndGet();
      var out = socket.getOutputStream();
      boolean chunked = request.contains("chunked");
      out.write(("HTTP/1.1 200 OK\r\nETag: \"e\"\r\n" + (chunked ? "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" : "Content-Length: 1000\r\n\r\n")).getBytes());
      out.write(new byte[500]);
      out.flush();
    } catch (IOException e) {
      // the client went away
    }
  }

  static void show(String name, Callable<Integer> get) {
    REQUESTS.set(0);
    String result;
    try {
      result = get.call() + " of 1000 bytes, no error";
    } catch (Exception e) {
      result = "an error";
    }
    System.out.println(name + ": " + result + ", requests " + REQUESTS);
  }
}
J
)
recorded "$seen" <<'R'
UrlConnection, bytes: 500 of 1000 bytes, no error, requests 1
UrlConnection, file: 500 of 1000 bytes, no error, requests 1
UrlConnection, stream: 500 of 1000 bytes, no error, requests 1
UrlConnection, chunked, bytes: an error, requests 3
Apache5, bytes: an error, requests 3
Apache5, file: an error, requests 3
Apache5, stream: an error, requests 1
Apache5, chunked, bytes: an error, requests 3
R
