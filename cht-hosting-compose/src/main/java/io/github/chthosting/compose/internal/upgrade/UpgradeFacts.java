package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Topology;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The observations of an instance before its upgrade is planned. A plain value.
 *
 * @param layout where its files are
 * @param versions that its containers run: one, unless they differ
 * @param topology of it
 * @param files its compose files
 * @param environment its {@code .env}; it holds secrets
 * @param images by service, as its containers were made from them
 * @param status of its services
 * @param couchdb the services of its CouchDB nodes
 * @param present images that the engine has, {@code NAME:TAG}
 * @param disks with CouchDB's data; empty if they could not be looked at
 * @param edited lines by which its files differ from its own release's, by file; empty where they
 *     do not, or that release could not be had
 */
record UpgradeFacts(
    Layout layout,
    List<String> versions,
    Topology topology,
    List<ReleaseFile> files,
    EnvFile environment,
    Map<String, String> images,
    List<ServiceStatus> status,
    List<String> couchdb,
    Set<String> present,
    List<DataDisk> disks,
    Map<String, List<String>> edited) {
  UpgradeFacts {
    versions = List.copyOf(versions);
    files = List.copyOf(files);
    images = Map.copyOf(images);
    status = List.copyOf(status);
    couchdb = List.copyOf(couchdb);
    present = Set.copyOf(present);
    disks = List.copyOf(disks);
    edited = Map.copyOf(edited);
  }
}
