@NullMarked
package io.github.chthosting.testkit.contract.cluster;

import org.jspecify.annotations.NullMarked;
