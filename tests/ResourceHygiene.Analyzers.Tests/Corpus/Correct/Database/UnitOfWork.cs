using System.Data.Common;

public sealed class UnitOfWork : IDisposable
{
    private readonly DbConnection _connection;
    private DbTransaction? _transaction;

    public UnitOfWork(DbDataSource source) => _connection = source.OpenConnection();

    public void Begin()
    {
        if (_transaction is not null)
            throw new InvalidOperationException("There is a transaction already.");
        _transaction = _connection.BeginTransaction();
    }

    public void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _connection.Dispose();
    }
}
