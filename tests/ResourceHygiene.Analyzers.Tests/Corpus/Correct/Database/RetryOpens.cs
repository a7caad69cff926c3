using System.Data.Common;

public sealed class ResilientDb(Func<DbConnection> create)
{
    public int Execute(string sql)
    {
        for (int attempt = 0; ; attempt++)
        {
            using DbConnection connection = create();
            try
            {
                connection.Open();
                using DbCommand command = connection.CreateCommand();
                command.CommandText = sql;
                return command.ExecuteNonQuery();
            }
            catch (DbException e) when (e.IsTransient && attempt < 3)
            {
                Thread.Sleep(50 << attempt);
            }
        }
    }
}
