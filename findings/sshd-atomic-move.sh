#!/usr/bin/env bash
# Apache MINA sshd-sftp 2.20.0: Files.move(new, old, ATOMIC_MOVE, REPLACE_EXISTING) on its file system deletes the old file, then renames.
#
# Version     named in the first line, pinned below.
# Behaviour   The server is asked for two things: remove m.json, rename m.new m.json. ATOMIC_MOVE alone refuses when the target is there
#             (FileAlreadyExistsException), which suggests that it is honoured.
# Expected    AtomicMoveNotSupportedException, as java.nio asks of a provider that cannot, or one rename with posix-rename@openssh.com.
# Seen        2026-11-29, the lines at the end: what the server was asked for.
# Consequence The usual "write beside, move over it" leaves no manifest at all when the connection breaks between the two, and a reader in between
#             finds none: a store of backups without its list. Use SftpClient's posix-rename extension, or names that are never replaced.
source "$(dirname "$0")/begin.bash"
maven org.apache.sshd:sshd-sftp:2.20.0
seen=$(run_java Move <<'J'
import java.nio.file.*;
import java.util.*;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.server.*;

public class Move {
  static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());

  public static void main(String[] args) throws Exception {
    var subsystem = new SftpSubsystemFactory();
    subsystem.addSftpEventListener(new AbstractSftpEventListenerAdapter() {
      @Override public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options) {
        ASKED.add("rename " + from.getFileName() + " " + to.getFileName());
      }

      @Override public void removing(ServerSession session, Path path, boolean isDirectory) {
        ASKED.add("remove " + path.getFileName());
      }
    });
    var server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    server.setPasswordAuthenticator((user, password, session) -> true);
    server.setSubsystemFactories(List.of(subsystem));
    server.setFileSystemFactory(new VirtualFileSystemFactory(Files.createTempDirectory("sftp")));
    server.start();
    var client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.start();
    var session = client.connect("u", "127.0.0.1", server.getPort()).verify(30_000).getSession();
    session.addPasswordIdentity("p");
    session.auth().verify(30_000);
    var files = SftpClientFactory.instance().createSftpFileSystem(session);
    move(files, StandardCopyOption.ATOMIC_MOVE);
    move(files, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    System.exit(0);
  }

  static void move(FileSystem files, CopyOption... options) throws Exception {
    Path old = files.getPath("/m.json");
    Path fresh = files.getPath("/m.new");
    Files.writeString(old, "old");
    Files.writeString(fresh, "new");
    ASKED.clear();
    String result = "moved";
    try {
      Files.move(fresh, old, options);
    } catch (FileSystemException e) {
      result = e.getClass().getSimpleName();
    }
    System.out.println(Arrays.toString(options) + ": " + result + ", asked of the server: " + ASKED);
  }
}
J
)
recorded "$seen" <<'R'
[ATOMIC_MOVE]: FileAlreadyExistsException, asked of the server: []
[ATOMIC_MOVE, REPLACE_EXISTING]: moved, asked of the server: [remove m.json, rename m.new m.json]
R
