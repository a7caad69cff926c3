using System.Data;
using System.Data.Common;

namespace ResourceHygiene;

/// <summary>Lets go of connections and transactions of any ADO.NET provider. Nothing is committed that its owner did not commit.</summary>
internal static class DatabaseRelease
{
    public static ReleaseOutcome RollBack(DbTransaction transaction)
    {
        using (transaction)
        {
            // Without a connection it was committed or rolled back already.
            if (transaction.Connection is { State: ConnectionState.Open })
                transaction.Rollback();
        }
        return default;
    }

    /// <summary>By the contract of ADO.NET, closing rolls back a transaction that is still open.</summary>
    public static ReleaseOutcome Close(DbConnection connection)
    {
        using (connection)
        {
            if (connection.State != ConnectionState.Closed)
                connection.Close();
        }
        return default;
    }
}
