#!/usr/bin/env bash
# AWS SDK for Java 2.59.1, S3: a "503 Slow Down" during an upload from a stream comes out as an IllegalStateException about mark/reset.
#
# Version     named in the first line, pinned below.
# Behaviour   putObject with RequestBody.fromInputStream of a stream without mark (a pipe, a file's channel, a compressor): the server answers 503, the
#             SDK wants to try again, cannot read the stream twice and throws IllegalStateException. The 503 is neither its message, nor its cause,
#             nor suppressed. With fromBytes the same answer is an S3Exception with status 503 after three tries.
# Expected    No second try, since the body cannot be sent again, and an S3Exception that says 503.
# Seen        2026-11-29, the lines at the end.
# Consequence A busy store looks like a mistake in one's own code: alerts, retries and reports that look at the status or at S3Exception do not see
#             it, and the support case begins with a wrong stack trace. Upload from parts that can be opened again (fromContentProvider).
source "$(dirname "$0")/begin.bash"
maven software.amazon.awssdk:s3:2.59.1
seen=$(run_java Hidden <<'J'
import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.*;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

public class Hidden {
  public static void main(String[] args) throws Exception {
    var requests = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
    });
    server.start();
    var s3 = S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort())).forcePathStyle(true).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))).httpClient(Apache5HttpClient.create()).build();
    var stream = new FilterInputStream(new ByteArrayInputStream(new byte[100])) {
      @Override public boolean markSupported() {
        return false;
      }
    };
    for (RequestBody body : new RequestBody[] {RequestBody.fromInputStream(stream, 100), RequestBody.fromBytes(new byte[100])}) {
      requests.set(0);
      try {
        s3.putObject(o -> o.bucket("b").key("k"), body);
      } catch (RuntimeException e) {
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        System.out.println(e.getClass().getSimpleName() + ", status " + (e instanceof S3Exception s ? s.statusCode() : "none") + ", Status Code: 503 in the trace: "
            + trace.toString().contains("Status Code: 503") + ", requests " + requests);
      }
    }
    System.exit(0);
  }
}
J
)
recorded "$seen" <<'R'
IllegalStateException, status none, Status Code: 503 in the trace: false, requests 1
S3Exception, status 503, Status Code: 503 in the trace: true, requests 3
R
