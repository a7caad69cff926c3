using Microsoft.Data.Sqlite;

namespace LeakyClips;

internal static class CatalogueStore
{
    public static void Prepare(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand(); // RH1001: a prepared statement that keeps the database busy
        command.CommandText = "CREATE TABLE IF NOT EXISTS clips (path TEXT, text TEXT)";
        command.ExecuteNonQuery();
    }

    public static void Add(SqliteConnection connection, string path, string text)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();   // correct: disposed after the commit, rolled back without one
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = "INSERT INTO clips VALUES ($path, $text)";
            command.Parameters.AddWithValue("$path", path);
            command.Parameters.AddWithValue("$text", text);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public static void Clear(SqliteConnection connection)
    {
        var transaction = connection.BeginTransaction(); // RH1001: committed or not, its lock lives on when the next line throws
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM clips";
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>Correct: released on the way out of the finally block, also when reading throws.</summary>
    public static long Count(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand();
        try
        {
            command.CommandText = "SELECT count(*) FROM clips";
            return (long)command.ExecuteScalar()!;
        }
        finally
        {
            command.Dispose();
        }
    }
}
