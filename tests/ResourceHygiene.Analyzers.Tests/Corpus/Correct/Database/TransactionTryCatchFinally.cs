using System.Data.Common;

public sealed class Importer(DbConnection connection)
{
    public int Import(IEnumerable<string> statements)
    {
        DbTransaction? transaction = null;
        int count = 0;
        try
        {
            transaction = connection.BeginTransaction();
            foreach (string statement in statements)
            {
                using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = statement;
                count += command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
        catch (DbException)
        {
            transaction?.Rollback();
            throw;
        }
        finally
        {
            transaction?.Dispose();
        }

        return count;
    }
}
