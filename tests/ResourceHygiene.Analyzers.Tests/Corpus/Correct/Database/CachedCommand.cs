using System.Data.Common;

public sealed class Inserter : IDisposable
{
    private readonly DbConnection _connection;
    private DbCommand? _command;

    public Inserter(DbConnection connection) => _connection = connection;

    public void Insert(string value)
    {
        if (_command == null)
        {
            _command = _connection.CreateCommand();
            _command.CommandText = "insert into t values (@v)";
            DbParameter parameter = _command.CreateParameter();
            parameter.ParameterName = "@v";
            _command.Parameters.Add(parameter);
        }

        _command.Parameters[0].Value = value;
        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command?.Dispose();
}
