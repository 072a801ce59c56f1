package io.github.chthosting.testkit;

/**
 * A request that a node received.
 *
 * @param node the index of the node, from 0
 * @param path the path as it came, without the query: {@code /medic/a%2Fb}
 * @param query the query as it came, or an empty text
 */
public record RecordedRequest(int node, String method, String path, String query) {}
