/** How our own modules start long work and report from it. */
package io.github.chthosting.operation;
