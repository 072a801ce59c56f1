#!/usr/bin/env bash
# jagged 1.0.0 (the age format): a closed channel takes up to 64 KiB more, says that it wrote them, and they are gone.
#
# Version     named in the first line, pinned below.
# Behaviour   After close() of the encrypting channel write(1000 bytes) returns 1000; nothing reaches the sink. Only a write that fills a chunk of
#             64 KiB ends with ClosedChannelException, since only then the sink, closed too, is touched. isOpen() is false all the time.
# Expected    ClosedChannelException at once: that is what java.nio's WritableByteChannel promises.
# Seen        2026-11-29, the lines at the end.
# Consequence A writer that goes on after somebody else closed (a time limit, a cancelled backup, a shared sink) counts documents as stored that are
#             nowhere, with a file that decrypts cleanly. Ask isOpen() before each write, or wrap the channel.
source "$(dirname "$0")/begin.bash"
maven com.exceptionfactory.jagged:jagged-framework:1.0.0 com.exceptionfactory.jagged:jagged-x25519:1.0.0
seen=$(run_java Closed <<'J'
import com.exceptionfactory.jagged.framework.stream.*;
import com.exceptionfactory.jagged.x25519.*;
import java.io.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.util.List;

public class Closed {
  public static void main(String[] args) throws Exception {
    var pair = new X25519KeyPairGenerator().generateKeyPair();
    var recipient = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(pair.getPublic().toString());
    var identity = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(pair.getPrivate().toString());
    var file = new ByteArrayOutputStream();
    var channel = new StandardEncryptingChannelFactory().newEncryptingChannel(Channels.newChannel(file), List.of(recipient));
    channel.write(ByteBuffer.wrap("hello".getBytes()));
    channel.close();
    int size = file.size();
    System.out.println("open " + channel.isOpen() + ", then written " + channel.write(ByteBuffer.allocate(1000)) + ", file grew by " + (file.size() - size));
    try {
      System.out.println("written " + channel.write(ByteBuffer.allocate(100_000)));
    } catch (ClosedChannelException e) {
      System.out.println("100000 more: ClosedChannelException, file grew by " + (file.size() - size));
    }
    var plain = new StandardDecryptingChannelFactory().newDecryptingChannel(Channels.newChannel(new ByteArrayInputStream(file.toByteArray())), List.of(identity));
    System.out.println("decrypted: " + new String(Channels.newInputStream(plain).readAllBytes()));
  }
}
J
)
recorded "$seen" <<'R'
open false, then written 1000, file grew by 0
100000 more: ClosedChannelException, file grew by 0
decrypted: hello
R
