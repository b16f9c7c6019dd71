/** Models, their typed weights and what runs them. Nothing here is native; nothing needs closing. */
@NullMarked
package dev.netwright.runtime;

import org.jspecify.annotations.NullMarked;
