using System.Data.Common;

public sealed class Db(DbDataSource source)
{
    public T Run<T>(Func<DbConnection, T> work)
    {
        using DbConnection connection = source.OpenConnection();
        return work(connection);
    }

    public async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work)
    {
        DbConnection connection = await source.OpenConnectionAsync();
        try
        {
            return await work(connection);
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    public int Count(string table) => Run(connection =>
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {table}";
        return Convert.ToInt32(command.ExecuteScalar());
    });
}
