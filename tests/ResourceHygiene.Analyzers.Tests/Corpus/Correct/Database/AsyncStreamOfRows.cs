using System.Data.Common;
using System.Runtime.CompilerServices;

public sealed class Measurements(DbDataSource source)
{
    public async IAsyncEnumerable<double> ReadAsync(int sensor, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select value from measurement where sensor = {sensor}";
        var reader = await command.ExecuteReaderAsync(cancellation);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                yield return reader.GetDouble(0);
        }
    }
}
