/** The CHT's own HTTP API, typed: versions, start-up, monitoring, upgrades. */
package io.github.chthosting.instance;
