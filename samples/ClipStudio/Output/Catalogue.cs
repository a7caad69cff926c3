using System.Text.Json;
using ClipStudio.Pipeline;
using Microsoft.Data.Sqlite;
using ResourceHygiene;

namespace ClipStudio.Output;

/// <summary>Which clips exist: an SQLite database beside them, one row a finished clip, whenever the program ends.</summary>
internal sealed partial class Catalogue
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS clips (
            name TEXT PRIMARY KEY, recording TEXT NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER NOT NULL,
            score REAL NOT NULL, text TEXT NOT NULL)
        """;

    public Catalogue(string output)
    {
        Path = System.IO.Path.Combine(output, "catalogue.db");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path }.ToString());
        Connection = connection;
        try
        {
            connection.Open();
            Execute(Schema);
        }
        catch (SqliteException refused)
        {
            Dispose();
            throw new StudioException(Path, $"the catalogue cannot be opened (SQLite: {refused.SqliteErrorCode})", "Remove the file, or name another directory after --output");
        }
    }

    public string Path { get; }

    [TrackedResource(Type = ResourceTypes.DatabaseConnection, Priority = ReleasePriority.Critical)]
    private partial SqliteConnection? Connection { get; set; }

    public void Add(Clip clip) => Execute(
        "INSERT OR REPLACE INTO clips VALUES ($name, $recording, $start, $end, $score, $text)",
        ("$name", clip.Name),
        ("$recording", clip.Recording),
        ("$start", (long)clip.Start.TotalMilliseconds),
        ("$end", (long)clip.End.TotalMilliseconds),
        ("$score", Math.Round(clip.Score, 3)),
        ("$text", clip.Text));

    /// <summary>Removes the rows of a recording's other clips, which an earlier run made, and returns their names.</summary>
    public IReadOnlyList<string> RemoveAllBut(IEnumerable<string> names, string recording) => Execute(
        "DELETE FROM clips WHERE recording = $recording AND name NOT IN (SELECT value FROM json_each($names)) RETURNING name",
        ("$recording", recording),
        ("$names", JsonSerializer.Serialize(names)));

    /// <summary>Disposing a connection only returns it to a pool that keeps the file open; here the file has to be closed.</summary>
    [ReleaseHandler(ResourceTypes.DatabaseConnection)]
    internal static ReleaseOutcome Close(SqliteConnection connection, in ReleaseContext context)
    {
        SqliteConnection.ClearPool(connection);
        connection.Dispose();
        return ReleaseOutcome.Released(0);
    }

    private List<string> Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!TryLeaseConnection(out Lease lease, out SqliteConnection? connection))
            throw new OperationCanceledException();   // the program is on its way out
        using (lease)
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = sql;
            foreach ((string name, object value) in parameters)
                command.Parameters.AddWithValue(name, value);
            using SqliteDataReader rows = command.ExecuteReader();
            var names = new List<string>();
            while (rows.Read())
                names.Add(rows.GetString(0));
            return names;
        }
    }
}
