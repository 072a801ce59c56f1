package io.github.chthosting.testkit.contract.document;

import java.util.List;

/** The classes that hold the cases about documents. */
public final class DocumentSubjects {
  public static final List<Class<?>> ALL =
      List.of(
          ServerRoot.class,
          Databases.class,
          DatabaseNames.class,
          Documents.class,
          DocumentIds.class,
          DocumentReads.class,
          Validation.class,
          Copy.class,
          Revisions.class,
          Conflicts.class,
          UnreadRevisions.class,
          JoinedHistories.class,
          BulkDocs.class,
          BulkGet.class,
          RevsDiff.class,
          AllDocs.class,
          LocalDocuments.class,
          Purge.class,
          Attachments.class,
          InlineAttachments.class,
          Multipart.class,
          Changes.class,
          ChangesFeeds.class,
          Find.class,
          FindOptions.class,
          FindRefusals.class,
          QueryRefusals.class,
          Views.class,
          Reduces.class,
          Replicate.class,
          DesignFunctions.class,
          DesignChecks.class,
          Security.class,
          Sessions.class,
          LocalRevisions.class,
          StubsOfNothing.class,
          QueryAndBody.class,
          FilteredChanges.class,
          WriteQuorums.class,
          SystemDatabasesBelow.class,
          ReplicationRuns.class,
          PartitionedReads.class,
          Doubles.class,
          ServerLists.class,
          Before34.class);

  private DocumentSubjects() {}
}
