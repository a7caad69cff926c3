public sealed class Query : IDisposable
{
    private readonly List<string> _parts = [];
    private bool _isDisposed;

    public Query From(string table)
    {
        _parts.Add($"from {table}");
        return this;
    }

    public Query Where(string condition)
    {
        _parts.Add($"where {condition}");
        return this;
    }

    public string Run() => _isDisposed ? "" : string.Join(' ', _parts);

    public void Dispose() => _isDisposed = true;
}

public static class Queries
{
    public static string Adults()
    {
        using Query query = new Query().From("person").Where("age >= 18");
        return query.Run();
    }

    public static string Children()
    {
        using (var query = new Query())
        {
            query.From("person").Where("age < 18");
            query.Where("name is not null");
            return query.Run();
        }
    }

    public static Query Everybody() => new Query().From("person");
}
