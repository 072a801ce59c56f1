/** Carries out moves: to a cluster, and back to one node. */
package io.github.chthosting.compose.internal.move;
