using System.Data.Common;

public static class Transfers
{
    public static void Transfer(DbConnection connection, int from, int to, decimal amount)
    {
        using DbTransaction transaction = connection.BeginTransaction();
        Execute(connection, transaction, $"update account set balance = balance - {amount} where id = {from}");
        Execute(connection, transaction, $"update account set balance = balance + {amount} where id = {to}");
        transaction.Commit();
    }

    private static void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
