/** The transport on OkHttp. Nothing of it is exported. */
package io.github.chthosting.http.internal;
