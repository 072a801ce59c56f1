package io.github.chthosting.couchdb.disk;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/**
 * A file system over the default one that has room for so many writes and no more. A write is one
 * of a channel, a sync of what was written, and whatever makes a new name. The one that does not
 * fit any more writes half of what it was given, as a disk does.
 */
public final class FullDisk extends FileSystem {
  private static final FileSystem REAL = FileSystems.getDefault();

  private final FileSystemProvider provider = new FullDiskProvider(this);
  private int writes;
  private int room = Integer.MAX_VALUE;

  /** The same place as another path, on this disk. */
  public Path at(Path place) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(), new Class<?>[] {Path.class}, new OnDisk(this, place));
  }

  /** Leaves room for so many writes from now on. */
  public synchronized void roomFor(int more) {
    room = more;
  }

  /** The number of writes so far. */
  public synchronized int writes() {
    return writes;
  }

  synchronized boolean takes() {
    if (room == 0) {
      return false;
    }
    room--;
    writes++;
    return true;
  }

  void take() throws IOException {
    if (!takes()) {
      throw full();
    }
  }

  static IOException full() {
    return new IOException("No space left on device");
  }

  /** A path of this disk: what it gives is on the disk too. */
  private record OnDisk(FullDisk disk, Path real) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return disk;
      }
      Object[] plain = arguments == null ? new Object[0] : arguments.clone();
      for (int i = 0; i < plain.length; i++) {
        plain[i] = undisguised(plain[i]);
      }
      try {
        Object result = method.invoke(real, plain);
        return result instanceof Path path ? disk.at(path) : result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  private static Object undisguised(Object any) {
    boolean proxied = any != null && Proxy.isProxyClass(any.getClass());
    return proxied && Proxy.getInvocationHandler(any) instanceof OnDisk path ? path.real() : any;
  }

  static Path realPath(Path path) {
    return (Path) undisguised(path);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public Path getPath(String first, String... more) {
    return at(REAL.getPath(first, more));
  }

  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return REAL.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return REAL.getRootDirectories();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return REAL.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return REAL.supportedFileAttributeViews();
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    return REAL.getPathMatcher(pattern);
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return REAL.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    return REAL.newWatchService();
  }
}
