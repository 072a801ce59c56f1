@NullMarked
package io.github.chthosting.testkit.contract.document;

import org.jspecify.annotations.NullMarked;
