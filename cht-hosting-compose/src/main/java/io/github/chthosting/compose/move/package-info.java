/** Moving a CHT: to a cluster, to another host, from 3.x. */
package io.github.chthosting.compose.move;
