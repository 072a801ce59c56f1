/** Users and their rights: passwords, sessions, roles. */
@NullMarked
package io.github.chthosting.testkit.internal.auth;

import org.jspecify.annotations.NullMarked;
