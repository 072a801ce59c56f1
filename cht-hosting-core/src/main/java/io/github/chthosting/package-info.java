/** Types that every capability shares: long operations, credentials and secrets, errors. */
package io.github.chthosting;
