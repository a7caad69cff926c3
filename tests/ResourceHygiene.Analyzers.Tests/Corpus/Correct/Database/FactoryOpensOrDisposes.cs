using System.Data.Common;

public sealed class ConnectionFactory(DbProviderFactory provider, string connectionString)
{
    public DbConnection Open()
    {
        DbConnection connection = provider.CreateConnection() ?? throw new InvalidOperationException("The provider makes no connections.");
        try
        {
            connection.ConnectionString = connectionString;
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        DbConnection connection = provider.CreateConnection()!;
        try
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(cancellation);
        }
        catch (Exception)
        {
            await connection.DisposeAsync();
            throw;
        }

        return connection;
    }
}
