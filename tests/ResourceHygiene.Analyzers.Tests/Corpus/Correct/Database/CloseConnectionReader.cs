using System.Data;
using System.Data.Common;

public sealed class Reports(Func<DbConnection> createConnection)
{
    /// <summary>Closing the reader closes the connection.</summary>
    public DbDataReader Run(string sql)
    {
        DbConnection connection = createConnection();
        try
        {
            connection.Open();
            using DbCommand command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteReader(CommandBehavior.CloseConnection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
