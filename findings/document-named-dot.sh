#!/usr/bin/env bash
# A document whose id is "." (CouchDB allows it): Cloudant SDK 0.10.16, OkHttp 5.5.1, nano 11.0.7 and PouchDB 9.0.0 speak to the database instead.
#
# Version     named in the first line, pinned below.
# Behaviour   Each puts the id into the path and leaves "." as it is; OkHttp's HttpUrl and the fetch of Node.js then resolve it as a relative
#             segment. GET of document "." is GET of the database, ".." is GET of the server, and "%2E" is resolved too, so escaping does not help.
#             Nobody complains: the Cloudant SDK returns the database's information as a Document without _id, nano and PouchDB return it as well.
# Expected    An id is one path segment, whatever it is: the document, or a 404, or a refusal before anything is sent.
# Seen        2026-11-29, the lines at the end: what each client asked for, and what it took for the document.
# Consequence Such a document cannot be read, compared, restored or deleted one by one with any of them, and a DELETE or PUT of it is a DELETE or PUT
#             of the database's own address. A tool that copies documents must use _bulk_docs, _bulk_get and _all_docs?keys, or refuse these ids.
source "$(dirname "$0")/begin.bash"
maven com.ibm.cloud:cloudant:0.10.16 com.squareup.okhttp3:okhttp-jvm:5.5.1
npm_packages nano@11.0.7 pouchdb-core@9.0.0 pouchdb-adapter-http@9.0.0
java_seen=$(run_java Dot <<'J'
import com.ibm.cloud.cloudant.v1.Cloudant;
import com.ibm.cloud.cloudant.v1.model.GetDocumentOptions;
import com.ibm.cloud.sdk.core.security.NoAuthAuthenticator;
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import okhttp3.HttpUrl;

public class Dot {
  public static void main(String[] args) throws Exception {
    for (String id : new String[] {".", ".."})
      System.out.println("OkHttp: addPathSegment(" + id + ") " + HttpUrl.get("http://h/db").newBuilder().addPathSegment(id).build().encodedPath());
    System.out.println("OkHttp: addEncodedPathSegment(%2E) " + HttpUrl.get("http://h/db").newBuilder().addEncodedPathSegment("%2E").build().encodedPath());
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var asked = new String[1];
    server.createContext("/", exchange -> {
      asked[0] = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      byte[] answer = "{\"db_name\":\"db\",\"doc_count\":3}".getBytes();
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    var cloudant = new Cloudant("finding", new NoAuthAuthenticator());
    cloudant.setServiceUrl("http://127.0.0.1:" + server.getAddress().getPort());
    for (String id : new String[] {".", ".."}) {
      var document = cloudant.getDocument(new GetDocumentOptions.Builder("db", id).build()).execute().getResult();
      System.out.println("Cloudant: getDocument(" + id + ") " + asked[0] + ", a document with _id " + document.getId() + " and db_name " + document.get("db_name"));
    }
    System.exit(0);
  }
}
J
)
cat >"$work/dot.js" <<'J'
const PouchDB = require('pouchdb-core').plugin(require('pouchdb-adapter-http'));
const asked = [];
const server = require('http').createServer((request, response) => {
  asked.push(`${request.method} ${request.url.replace(/\?.*/, '')}`);
  response.setHeader('content-type', 'application/json');
  response.end(request.method === 'GET' ? '{"db_name":"db","doc_count":3}' : '{"ok":true,"id":"?","rev":"2-b"}');
});
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const nano = require('nano')(url).use('db');
  const pouch = new PouchDB(`${url}/db`, { skip_setup: true });
  for (const id of ['.', '..'])
    for (const [name, call] of [
      ['nano: get', () => nano.get(id)],
      ['nano: destroy', () => nano.destroy(id, '1-a')],
      ['PouchDB: get', () => pouch.get(id)],
      ['PouchDB: put', () => pouch.put({ _id: id })],
      ['PouchDB: remove', () => pouch.remove(id, '1-a')],
    ]) {
      asked.length = 0;
      const answer = await call();
      console.log(`${name}(${id}) ${asked}, ${answer.db_name ? 'a document with db_name ' + answer.db_name : 'ok: ' + answer.ok}`);
    }
  process.exit(0);
});
J
recorded "$java_seen"$'\n'"$(node "$work/dot.js" 2>&1)" <<'R'
OkHttp: addPathSegment(.) /db
OkHttp: addPathSegment(..) /
OkHttp: addEncodedPathSegment(%2E) /db
Cloudant: getDocument(.) GET /db, a document with _id null and db_name db
Cloudant: getDocument(..) GET /, a document with _id null and db_name db
nano: get(.) GET /db/, a document with db_name db
nano: destroy(.) DELETE /db/, ok: true
PouchDB: get(.) GET /db/, a document with db_name db
PouchDB: put(.) PUT /db/, ok: true
PouchDB: remove(.) DELETE /db/, ok: true
nano: get(..) GET /, a document with db_name db
nano: destroy(..) DELETE /, ok: true
PouchDB: get(..) GET /, a document with db_name db
PouchDB: put(..) PUT /, ok: true
PouchDB: remove(..) DELETE /, ok: true
R
