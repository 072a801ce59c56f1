#!/usr/bin/env bash
# jagged 1.0.0 (the age format): with an empty list of recipients it writes a file that nobody in the world can open.
#
# Version     named in the first line, pinned below.
# Behaviour   newEncryptingChannel(sink, List.of()) succeeds, and so do write and close. The header then has no stanza: the file key, which exists
#             only in the memory of the writer, is in it for nobody. Reading with any identity ends in an exception, months later.
# Expected    An exception before the first byte; the age command refuses to encrypt for nobody.
# Seen        2026-11-29, the lines at the end: the header's stanzas ("-> ") with one recipient and with none.
# Consequence A list of recipients that is empty by a wrong path, a filter or a missing setting makes backups that look encrypted, have a plausible
#             size, and are lost. Refuse an empty list yourself, and decrypt something of every backup with a real identity.
source "$(dirname "$0")/begin.bash"
maven com.exceptionfactory.jagged:jagged-framework:1.0.0 com.exceptionfactory.jagged:jagged-x25519:1.0.0
seen=$(run_java Nobody <<'J'
import com.exceptionfactory.jagged.*;
import com.exceptionfactory.jagged.framework.stream.*;
import com.exceptionfactory.jagged.x25519.*;
import java.io.*;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;

public class Nobody {
  public static void main(String[] args) throws Exception {
    var pair = new X25519KeyPairGenerator().generateKeyPair();
    var recipient = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(pair.getPublic().toString());
    var identity = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(pair.getPrivate().toString());
    for (List<RecipientStanzaWriter> recipients : List.of(List.of(recipient), List.<RecipientStanzaWriter>of())) {
      var file = new ByteArrayOutputStream();
      try (var channel = new StandardEncryptingChannelFactory().newEncryptingChannel(Channels.newChannel(file), recipients)) {
        channel.write(ByteBuffer.wrap("hello".getBytes()));
      }
      long stanzas = file.toString(StandardCharsets.ISO_8859_1).lines().takeWhile(line -> !line.startsWith("---")).filter(line -> line.startsWith("-> ")).count();
      System.out.println(recipients.size() + " recipients: written, " + stanzas + " stanzas, " + read(file.toByteArray(), identity));
    }
  }

  static String read(byte[] file, RecipientStanzaReader identity) throws Exception {
    try {
      var plain = new StandardDecryptingChannelFactory().newDecryptingChannel(Channels.newChannel(new ByteArrayInputStream(file)), List.of(identity));
      return "read back: " + new String(Channels.newInputStream(plain).readAllBytes());
    } catch (java.security.GeneralSecurityException | IOException e) {
      return "cannot be read back";
    }
  }
}
J
)
recorded "$seen" <<'R'
1 recipients: written, 1 stanzas, read back: hello
0 recipients: written, 0 stanzas, cannot be read back
R
