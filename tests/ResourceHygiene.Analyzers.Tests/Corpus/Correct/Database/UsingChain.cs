using System.Data.Common;

public sealed class CustomerRepository(DbProviderFactory factory, string connectionString)
{
    public string? NameOf(int id)
    {
        using DbConnection connection = factory.CreateConnection()!;
        connection.ConnectionString = connectionString;
        connection.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "select name from customer where id = @id";
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = "@id";
        parameter.Value = id;
        command.Parameters.Add(parameter);
        using DbDataReader reader = command.ExecuteReader();
        return reader.Read() ? reader.GetString(0) : null;
    }
}
