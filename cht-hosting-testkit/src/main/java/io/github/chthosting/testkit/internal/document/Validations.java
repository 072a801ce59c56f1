package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.function.DesignFunctions;
import io.github.chthosting.testkit.function.ValidateFunction;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.UserContext;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the registered functions of a database's design documents. */
final class Validations {
  private static final String DESIGN = "_design/";

  private Validations() {}

  /** Returns what the database's design documents say to writes of that user. */
  static Validation of(DocumentStore store, DesignFunctions functions, UserContext user) {
    Validation users = UserDocuments.of(store.name());
    Validation designs = designs(store, functions, user);
    return new Validation() {
      @Override
      public void check(DocumentEdit edit, Supplier<@Nullable DocumentEdit> previous) {
        if (edit.id().startsWith(DESIGN)) {
          checkDesign(store, user);
          DesignDocuments.check(edit.body().tree(), store);
        } else {
          users.check(edit, previous);
          designs.check(edit, previous);
        }
      }

      @Override
      public boolean any() {
        return users.any() || designs.any();
      }
    };
  }

  private static void checkDesign(DocumentStore store, UserContext user) {
    if (!user.isAdmin() && !isDatabaseAdmin(store.security(), user)) {
      String reason = "You are not a db or server admin.";
      throw user.name() == null
          ? new ApiException(401, "unauthorized", reason)
          : ApiException.forbidden(reason);
    }
  }

  static boolean isDatabaseAdmin(ObjectNode security, UserContext user) {
    var admins = security.path("admins");
    for (var name : admins.path("names")) {
      if (name.asString("").equals(user.name())) {
        return true;
      }
    }
    for (var role : admins.path("roles")) {
      if (user.roles().contains(role.asString(""))) {
        return true;
      }
    }
    return false;
  }

  private static Validation designs(
      DocumentStore store, DesignFunctions functions, UserContext user) {
    if (!functions.hasValidations()) {
      return Validation.NONE;
    }
    List<ValidateFunction> found = new ArrayList<>();
    Iterator<StoredDocument> designs =
        store.documents(new IdRange(DESIGN, "_design0", false, false));
    while (designs.hasNext()) {
      StoredDocument design = designs.next();
      functions
          .validation(design.id().substring(DESIGN.length()))
          .filter(f -> design.winner().body().tree().has("validate_doc_update"))
          .ifPresent(found::add);
    }
    ObjectNode context = context(store, user);
    ObjectNode security = found.isEmpty() ? Answer.object() : store.security();
    return found.isEmpty()
        ? Validation.NONE
        : (edit, previous) -> run(found, edit, previous, context, security);
  }

  private static ObjectNode context(DocumentStore store, UserContext user) {
    ObjectNode context = Answer.object().put("db", store.name()).put("name", user.name());
    ArrayNode roles = context.putArray("roles");
    user.roles().forEach(roles::add);
    return context;
  }

  private static void run(
      List<ValidateFunction> functions,
      DocumentEdit edit,
      Supplier<@Nullable DocumentEdit> previous,
      ObjectNode user,
      ObjectNode security) {
    for (ValidateFunction function : functions) {
      DocumentEdit old = previous.get();
      try {
        function.validate(
            json(edit), old == null ? null : json(old), user.deepCopy(), security.deepCopy());
      } catch (ValidateFunction.Refusal refusal) {
        boolean unauthorized = refusal.isUnauthorized();
        throw new ApiException(
            unauthorized ? 401 : 403,
            unauthorized ? "unauthorized" : "forbidden",
            String.valueOf(refusal.getMessage()));
      }
    }
  }

  /** The document as a function sees it. */
  static ObjectNode json(DocumentEdit edit) {
    ObjectNode json = Answer.object().put("_id", edit.id());
    if (!edit.revs().isEmpty()) {
      json.put("_rev", new Rev(edit.start(), edit.revs().get(0)).toString());
    }
    json.setAll(edit.body().tree());
    if (edit.deleted()) {
      json.put("_deleted", true);
    }
    ObjectNode revisions = Answer.object().put("start", edit.start());
    ArrayNode ids = revisions.putArray("ids");
    edit.revs().forEach(ids::add);
    json.set("_revisions", revisions);
    return json;
  }
}
