using System.Data.Common;

public sealed class Orders(DbDataSource source)
{
    public async Task<List<decimal>> TotalsAsync(CancellationToken cancellation)
    {
        List<decimal> totals = [];
        await using DbConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "select total from orders";
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        do
        {
            while (await reader.ReadAsync(cancellation))
                totals.Add(reader.GetDecimal(0));
        }
        while (await reader.NextResultAsync(cancellation));
        return totals;
    }
}
