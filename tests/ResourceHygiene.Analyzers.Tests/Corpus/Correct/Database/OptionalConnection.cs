using System.Data;
using System.Data.Common;

public sealed class AuditLog(Func<DbConnection> create)
{
    public void Write(string text, DbConnection? connection = null)
    {
        bool own = connection == null;
        connection ??= create();
        try
        {
            if (connection.State != ConnectionState.Open)
                connection.Open();
            using DbCommand command = connection.CreateCommand();
            command.CommandText = "insert into audit values ('" + text + "')";
            command.ExecuteNonQuery();
        }
        finally
        {
            if (own)
                connection.Dispose();
        }
    }
}
