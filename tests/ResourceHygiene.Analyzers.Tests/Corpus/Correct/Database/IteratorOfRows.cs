using System.Data;
using System.Data.Common;

public static class Rows
{
    public static IEnumerable<T> Query<T>(Func<DbConnection> open, string sql, Func<IDataRecord, T> map)
    {
        using DbConnection connection = open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return map(reader);
    }
}
