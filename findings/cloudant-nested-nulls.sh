#!/usr/bin/env bash
# Cloudant SDK for Java 0.10.16: a document that is read and written back loses its nulls, but only those inside nested objects.
#
# Version     named in the first line, pinned below.
# Behaviour   getDocument, put("touched", true), putDocument: null at the top level and null in a list stay, a null member of an object below the
#             top level is left out. Numbers stay as written (1.10, 12345678901234567890), which makes the loss the more surprising.
# Expected    Fields nobody touched come back as they were; or, if nulls are dropped, then all of them, where a first test would show it.
# Seen        2026-11-29, the lines at the end: the document that the server gave, and the body that it got back.
# Consequence The CHT writes nulls below the top level (a contact's parent, fields of reports). A migration written with this SDK
#             changes documents that it only meant to touch, every revision differs, and "is the field there" in a form or view answers otherwise.
#             getDocumentAsStream and putDocument with a stream keep the bytes.
source "$(dirname "$0")/begin.bash"
maven com.ibm.cloud:cloudant:0.10.16
seen=$(run_java Nulls <<'J'
import com.ibm.cloud.cloudant.v1.Cloudant;
import com.ibm.cloud.cloudant.v1.model.*;
import com.ibm.cloud.sdk.core.security.NoAuthAuthenticator;
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

public class Nulls {
  public static void main(String[] args) throws Exception {
    String stored = "{\"_id\":\"p\",\"_rev\":\"1-a\",\"contact\":null,\"list\":[null,{\"a\":null,\"b\":1.10}],\"parent\":{\"_id\":\"q\",\"parent\":null}}";
    var written = new AtomicReference<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      boolean get = exchange.getRequestMethod().equals("GET");
      if (!get) written.set(new String(new GZIPInputStream(exchange.getRequestBody()).readAllBytes()));
      byte[] answer = (get ? stored : "{\"ok\":true,\"id\":\"p\",\"rev\":\"2-b\"}").getBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    var cloudant = new Cloudant("finding", new NoAuthAuthenticator());
    cloudant.setServiceUrl("http://127.0.0.1:" + server.getAddress().getPort());
    var document = cloudant.getDocument(new GetDocumentOptions.Builder("db", "p").build()).execute().getResult();
    document.put("touched", true);
    cloudant.putDocument(new PutDocumentOptions.Builder("db", "p").document(document).build()).execute();
    for (String text : new String[] {stored, written.get()})
      System.out.println("contact:null " + text.contains("\"contact\":null") + ", list:[null " + text.contains("\"list\":[null") + ", list.1.a:null "
          + text.contains("\"a\":null") + ", parent.parent:null " + text.contains("\"parent\":null") + ", 1.10 " + text.contains("1.10"));
    System.exit(0);
  }
}
J
)
recorded "$seen" <<'R'
contact:null true, list:[null true, list.1.a:null true, parent.parent:null true, 1.10 true
contact:null true, list:[null true, list.1.a:null false, parent.parent:null false, 1.10 true
R
