/** What to host, where, and the instances that are there: the same words on every platform. */
package io.github.chthosting.platform;
