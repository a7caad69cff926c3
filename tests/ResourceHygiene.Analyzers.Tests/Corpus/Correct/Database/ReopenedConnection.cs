using System.Data;
using System.Data.Common;

public static class Maintenance
{
    // Closing a connection gives it back to its pool; it can be opened again.
    public static void Vacuum(DbConnection connection)
    {
        bool wasClosed = connection.State == ConnectionState.Closed;
        if (wasClosed)
            connection.Open();
        try
        {
            using DbCommand command = connection.CreateCommand();
            command.CommandText = "vacuum";
            command.ExecuteNonQuery();
        }
        finally
        {
            if (wasClosed)
                connection.Close();
        }
    }

    public static void Twice(DbDataSource source)
    {
        using DbConnection connection = source.CreateConnection();
        connection.Open();
        connection.Close();
        connection.Open();
        Vacuum(connection);
    }
}
